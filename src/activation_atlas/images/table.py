"""The catalogue's table on disk: a parquet file, sealed by a manifest beside it."""

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from activation_atlas import stores

SCHEMA = pa.schema(
    [
        ("key", pa.string()),  # stable name of the view
        ("where", pa.string()),  # file, "photos:NAME" or "SHARD::MEMBER"
        ("group", pa.dictionary(pa.int32(), pa.string())),  # class folder or photo
        ("label", pa.int32()),  # class index, -1 unknown
        ("width", pa.int32()),  # of the upright image
        ("height", pa.int32()),
        ("left", pa.float32()),  # the view's box in the upright image, pixels
        ("top", pa.float32()),
        ("side_w", pa.float32()),
        ("side_h", pa.float32()),
        ("offset", pa.int64()),  # where the image begins in its file
        ("bytes", pa.int64()),
    ]
)


def table_path(run: Path) -> Path:
    """Return where a run's table lies."""
    return Path(run) / "images" / "catalogue.parquet"


def unreadable_path(run: Path) -> Path:
    """Return where a run lists what could not be read."""
    return Path(run) / "images" / "unreadable.tsv"


def write_table(
    run: Path,
    columns: Mapping[str, list],
    content: Mapping[str, object],
    made_by: Mapping[str, object],
) -> dict:
    """Write and seal the table; return its manifest, whose digest is over the table's bytes."""
    file = io.BytesIO()
    table = pa.table(dict(columns), schema=SCHEMA)
    pq.write_table(
        table, file, compression="zstd", row_group_size=len(table), write_statistics=False
    )
    path, packed = table_path(run), file.getvalue()
    stores.write_file(path, packed)
    digest = hashlib.sha256(packed).hexdigest()
    return stores.write_manifest(path, {**content, "digest": digest}, made_by)


def read_table(run: Path) -> pa.Table:
    """Return the sealed table, each column in one piece (it is written as one row group).

    Raises:
        AtlasError: it is not there or was never finished.
    """
    stores.manifest(table_path(run))
    with pq.ParquetFile(table_path(run), memory_map=True) as file:
        return file.read()

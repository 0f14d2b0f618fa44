"""The catalogue's table on disk: a parquet file, sealed by a manifest beside it."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from activation_atlas import stores

ITEMS = pa.schema(
    [
        ("key", pa.string()),  # stable name of the image, later of the view
        ("where", pa.string()),  # file, "photos:NAME" or "SHARD::MEMBER"
        ("group", pa.string()),  # class folder or photo
        ("offset", pa.int64()),  # where the image begins in its file
        ("bytes", pa.int64()),
    ]
)
VIEWS = pa.schema(
    [
        *[ITEMS.field(name) for name in ("key", "where", "group")],
        ("width", pa.int32()),  # of the upright image
        ("height", pa.int32()),
        ("left", pa.float32()),  # the view's square in the upright image, pixels
        ("top", pa.float32()),
        ("side", pa.float32()),
        *[ITEMS.field(name) for name in ("offset", "bytes")],
    ]
)
ROWS = 4096
"""Rows of a row group: what is held in memory of a table that is written or read."""


class GrowingTable:
    """A table that is written as it grows, a row group at a time; see :func:`written`."""

    def __init__(self, writer: pq.ParquetWriter):
        self._writer, self._waiting = writer, []
        self.rows = 0

    def add_rows(self, rows: Sequence[tuple]) -> None:
        """Append rows, each with a value a column."""
        schema = self._writer.schema
        columns = zip(*rows, strict=True) if rows else [()] * len(schema)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, schema)]
        self.add(pa.Table.from_arrays(arrays, schema=schema))

    def add(self, table: pa.Table) -> None:
        """Append the rows of a table with the same columns."""
        self.rows += len(table)
        self._waiting.append(table)
        if sum(map(len, self._waiting)) >= ROWS:
            waiting = pa.concat_tables(self._waiting)
            whole = len(waiting) // ROWS * ROWS
            self._write(waiting[:whole])
            self._waiting = [waiting[whole:]]

    def close(self) -> None:
        """Write what is left."""
        self._write(pa.concat_tables(self._waiting) if self._waiting else None)

    def _write(self, table: pa.Table | None) -> None:
        if table:
            # In one piece, since where the pieces meet would show in the bytes.
            self._writer.write_table(table.combine_chunks(), row_group_size=ROWS)


@contextmanager
def written(path: Path, schema: pa.Schema) -> Iterator[GrowingTable]:
    """Yield a table that becomes the file `path`, without its seal, once the block has ended well.

    Its bytes depend on the rows alone, not on how many were added at a time.

    Raises:
        AtlasError: no space is left on the disk.
    """
    stores.manifest_path(path).unlink(missing_ok=True)
    with stores.file(path) as partial:
        options = {"compression": "zstd", "write_statistics": False}
        with pq.ParquetWriter(partial, schema, **options) as writer:
            table = GrowingTable(writer)
            yield table
            table.close()


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_rows(path: Path) -> Iterator[pa.Table]:
    """Yield the rows of a table in order, a row group at a time."""
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            yield file.read_row_group(group)

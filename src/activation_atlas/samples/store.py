"""Where samples lie on disk, and how they are read: whole as dask arrays, or row by row."""

from dataclasses import dataclass
from pathlib import Path

import dask.array as da
import numpy as np
import zarr

from activation_atlas import stores
from activation_atlas.errors import AtlasError, nearest
from activation_atlas.paths import index_path, shard_path


@dataclass(frozen=True)
class Samples:
    """The samples of one layer: the rows of all its shards, counted through in order."""

    layer: str
    channels: int
    """C, the length of an activation."""
    classes: int | None
    """Length of an attribution; None where none was stored."""
    shards: list[Path]
    """Stores that hold at least one sample, in order."""
    offsets: np.ndarray
    """(shards + 1,) int64: shard i holds the samples offsets[i] to offsets[i + 1] - 1."""
    digest: str
    """Digest of all shards: changes whenever a sample of the layer does."""

    @property
    def count(self) -> int:
        """The number of samples."""
        return int(self.offsets[-1])

    def array(self, name: str) -> da.Array:
        """Return all rows of `name`, chunked as they lie on disk.

        `name` is ``activation`` (n, C) float16, ``position`` (n, 2) int16 as (row, col) in layer
        cells, ``image`` (n,) uint32 row of the catalogue, or, where there is attribution,
        ``attribution`` (n, classes) float16 and ``rank`` (n,) int32 of the predicted class in it.
        """
        parts = []
        for number, shard in enumerate(self.shards):
            array = self._open(number, name)
            # By its whole path, since a dask worker has a working folder of its own.
            rows = _Rows(shard.absolute(), name, array.shape, array.dtype)
            parts.append(da.from_array(rows, array.chunks, inline_array=True))
        return da.concatenate(parts)

    def rows(self, name: str, ids: np.ndarray) -> np.ndarray:
        """Return the rows `ids` (k,) of `name` in the order given, (k, ...).

        Ids may repeat; each chunk that holds one is read once, and one chunk at a time.

        Raises:
            IndexError: an id lies outside [0, count).
        """
        ids = np.asarray(ids, dtype=np.int64)
        if ids.size and (ids.min() < 0 or ids.max() >= self.count):
            raise IndexError(f"sample ids must lie in [0, {self.count}).")
        order = np.argsort(ids, kind="stable")
        bounds = np.searchsorted(ids[order], self.offsets)
        first = self._open(0, name)
        found = np.empty((len(ids), *first.shape[1:]), first.dtype)
        for shard in np.flatnonzero(np.diff(bounds)):
            places = order[bounds[shard] : bounds[shard + 1]]
            _copy_rows(self._open(shard, name), ids[places] - self.offsets[shard], places, found)
        return found

    def _open(self, shard: int, name: str) -> zarr.Array:
        return zarr.open_array(self.shards[shard], path=name, mode="r")


@dataclass(frozen=True)
class _Rows:
    """An array of a shard that is opened where it is read.

    An open one that is sent to a dask worker which does not see the file is full of zeros there.
    """

    shard: Path
    name: str
    shape: tuple[int, ...]
    dtype: np.dtype

    @property
    def ndim(self) -> int:
        return len(self.shape)

    def __getitem__(self, index: tuple) -> np.ndarray:
        return zarr.open_array(self.shard, path=self.name, mode="r")[index]


def open_samples(run: Path, layer: str) -> Samples:
    """Open the gathered samples of `layer` in the results folder `run`.

    Raises:
        AtlasError: they were never gathered, or there is no such layer.
    """
    known = [path.parent.name for path in Path(run).glob("samples/*/index.json")]
    if known and layer not in known:
        raise AtlasError(f"Layer '{layer}' was not sampled in {run}.{nearest(layer, known)}")
    index = stores.manifest(index_path(run, layer))
    shards = [shard for shard in index["shards"] if shard["count"]]
    return Samples(
        layer=layer,
        channels=index["channels"],
        classes=index["classes"],
        shards=[shard_path(run, layer, int(shard["name"])) for shard in shards],
        offsets=np.cumsum([0] + [shard["count"] for shard in shards], dtype=np.int64),
        digest=index["digest"],
    )


def _copy_rows(array: zarr.Array, ids: np.ndarray, places: np.ndarray, found: np.ndarray) -> None:
    """Put rows `ids` (ascending) of `array` at `places` of `found`, chunk by chunk."""
    height = array.chunks[0]
    starts = np.flatnonzero(np.diff(ids // height, prepend=-1))
    for begin, end in zip(starts, [*starts[1:], len(ids)]):
        chunk = ids[begin] // height
        rows = array[chunk * height : (chunk + 1) * height]
        found[places[begin:end]] = rows[ids[begin:end] - chunk * height]

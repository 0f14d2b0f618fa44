"""Passes over the samples of a map: shards in a fixed number of lanes, computed by dask.

What a pass adds up depends on the shards alone, never on threads or workers, and it holds one
block of rows at a time, so memory does not grow with the number of samples.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import dask
import numpy as np
import zarr
from dask.callbacks import Callback

from activation_atlas.progress import Progress
from activation_atlas.samples import Samples
from activation_atlas.scheduler import client_of

LANES = 4
ROWS = 1024  # converted rows of a block then fit the processor's cache


@dataclass(frozen=True)
class Part:
    """The samples of one shard that a pass takes in."""

    shard: Path
    first: int
    """Global id of the shard's first sample."""
    ids: np.ndarray
    """(m,) uint32, ascending: global ids of the samples."""
    cells: dict[int, np.ndarray]
    """Cells (m,) int32 of the samples, by side of a base grid."""

    @property
    def local(self) -> np.ndarray:
        """(m,) int64, ascending: which rows of the shard."""
        return self.ids.astype(np.int64) - self.first

    def open(self, name: str) -> tuple[zarr.Array, int]:
        """Return the array `name` of the shard, and how many of its rows to read at once."""
        array = zarr.open_array(self.shard, path=name, mode="r")
        return array, array.chunks[0]


def lanes_of(samples: Samples, ids: np.ndarray, cells: dict[int, np.ndarray]) -> list[list[Part]]:
    """Return the samples `ids` (n,) uint32, ascending, with their `cells` (n,), in lanes.

    Parts look into these arrays and copy nothing.
    """
    bounds = np.searchsorted(ids, samples.offsets.astype(ids.dtype))
    parts = [
        Part(
            shard.absolute(),  # a dask worker has a working folder of its own
            int(first),
            ids[low:high],
            {side: cell[low:high] for side, cell in cells.items()},
        )
        for shard, first, low, high in zip(samples.shards, samples.offsets, bounds, bounds[1:])
    ]
    lanes = np.array_split(np.arange(len(parts)), min(LANES, len(parts)))
    return [[parts[i] for i in lane if len(parts[i].ids)] for lane in lanes]


def blocks(part: Part, name: str) -> Iterator[tuple[np.ndarray, slice]]:
    """Yield rows (r, ...) of the array `name` of a shard, and which samples of the part they are.

    Each chunk on disk is read once, and one at a time.
    """
    array, height = part.open(name)
    local = part.local
    bounds = np.searchsorted(local, np.arange(0, array.shape[0] + height, height))
    for chunk, (low, high) in enumerate(zip(bounds, bounds[1:])):
        if low == high:
            continue
        rows = array[chunk * height : (chunk + 1) * height]
        picked = local[low:high] - chunk * height
        for start in range(0, high - low, ROWS):
            few = picked[start : start + ROWS]
            whole = few[-1] - few[0] == len(few) - 1
            block = rows[few[0] : few[-1] + 1] if whole else rows[few]
            yield block, slice(low + start, low + start + len(few))


def compute(
    work: Callable[[list[Part]], Any],
    join: Callable[[Any, Any], Any],
    lanes: Sequence[list[Part]],
    label: str,
    scheduler: str | None,
    threads: int,
) -> Any:
    """Return `work` of every lane, joined in order; at the address `scheduler` or in threads.

    Raises:
        AtlasError: nothing answers at the address, or no more; see :func:`scheduler.client_of`.
    """
    tasks = [dask.delayed(work, pure=False)(lane) for lane in lanes]
    whole = reduce(dask.delayed(join, pure=False), tasks)
    with Progress(label, len(lanes), "parts") as progress:
        if scheduler is None:
            ours = {task.key for task in tasks}
            tick = Callback(posttask=lambda key, *_: progress.advance(key in ours))
            with tick:
                return whole.compute(scheduler="threads", num_workers=threads, optimize_graph=False)
        from distributed import as_completed

        with client_of(scheduler) as client:
            *parts, total = client.compute([*tasks, whole])
            for _ in as_completed(parts, loop=client.loop):
                progress.advance()
            return total.result()

"""The samples nearest to the mean of their cell, found block by block."""

from dataclasses import dataclass

import numpy as np

from activation_atlas.grids.grid import Rows
from activation_atlas.grids.half_precision import widen
from activation_atlas.grids.passes import Part, blocks

BUFFERED = 1 << 18  # candidates that wait until they are compared


@dataclass(frozen=True)
class Nearest:
    """Candidates of one grid, sorted by cell, then distance, then sample id."""

    cell: np.ndarray
    """(n,) int64: row of the cell's mean."""
    distance: np.ndarray
    """(n,) float32: between the sample and the mean."""
    sample: np.ndarray
    """(n,) int64: global id."""

    def table(self, cells: int, most: int) -> np.ndarray:
        """Return the samples of each cell (cells, most) int64, nearest first, -1 behind them."""
        table = np.full((cells, most), -1, np.int64)
        table[self.cell, _ranks(self.cell)] = self.sample
        return table


def nearest_of_lane(
    parts: list[Part], grids: list[Rows], means: list[np.ndarray], metric: str, most: int
) -> list[Nearest]:
    """Return for each grid, with means (k, C) float32, the `most` nearest samples of each cell."""
    scales = [_inverse_length(mean) for mean in means]
    found = [[] for _ in means]
    waiting = 0
    for part in parts:
        for rows, these in blocks(part, "activation"):
            points = widen(rows)
            ids = part.ids[these].astype(np.int64)
            own = _inverse_length(points)
            for grid, mean, scale, some in zip(grids, means, scales, found):
                cell = grid.of(part.cells[grid.base][these])
                kept = cell >= 0
                if not kept.all():
                    cell = cell[kept]
                near, here = mean[cell], points if kept.all() else points[kept]
                if metric == "cosine":
                    distance = 1 - np.einsum("ij,ij->i", here, near) * own[kept] * scale[cell]
                else:
                    near -= here
                    distance = np.sqrt(np.einsum("ij,ij->i", near, near))
                some.append(Nearest(cell, distance, ids[kept]))
            waiting += len(ids)
            if waiting > BUFFERED:
                found = [[_keep(some, most)] for some in found]
                waiting = 0
    return [_keep(some, most) for some in found]


def join_nearest(one: list[Nearest], other: list[Nearest], most: int) -> list[Nearest]:
    """Return the nearest of two lanes' nearest, grid by grid."""
    return [_keep([a, b], most) for a, b in zip(one, other)]


def _keep(some: list[Nearest], most: int) -> Nearest:
    if not some:  # a lane without any sample of the map
        return Nearest(np.empty(0, np.int64), np.empty(0, np.float32), np.empty(0, np.int64))
    cell = np.concatenate([near.cell for near in some])
    distance = np.concatenate([near.distance for near in some])
    sample = np.concatenate([near.sample for near in some])
    order = np.lexsort((sample, distance, cell))
    order = order[_ranks(cell[order]) < most]
    return Nearest(cell[order], distance[order], sample[order])


def _ranks(cell: np.ndarray) -> np.ndarray:
    """Return the place (n,) of each entry among those of its cell; `cell` (n,) is sorted."""
    first = np.flatnonzero(np.diff(cell, prepend=-1))
    return np.arange(len(cell)) - np.repeat(first, np.diff(first, append=len(cell)))


def _inverse_length(rows: np.ndarray) -> np.ndarray:
    """Return 1 / |row| (n,), and 0 for a row of zeros."""
    length = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.divide(1, length, out=np.zeros_like(length), where=length > 0)

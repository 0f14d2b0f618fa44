"""The grids of a map: which cell a point lies in, and which grids are sums of which."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

POINTS = 65_536


def cell_of(unit: np.ndarray, side: int) -> np.ndarray:
    """Return row * side + column (n,) int32 of the cells that points `unit` (n, 2) lie in.

    Points are (x, y) in [0, 1] as float32: x grows right with the column, y down with the row.
    A point between two cells belongs to the later one, a point at 1 to the last one. Products
    of float32 with a side are exact in float64, so a coarse cell holds exactly the points of
    the finer cells within it.
    """
    cell = np.empty(len(unit), np.int32)
    for start in range(0, len(unit), POINTS):
        part = slice(start, start + POINTS)
        at = np.floor(unit[part].astype(np.float64) * side).astype(np.int32)
        column, row = np.minimum(at, side - 1).T
        cell[part] = row * side + column
    return cell


def base_sides(sides: Sequence[int]) -> list[int]:
    """Return the sides, ascending, that have to be summed from the samples themselves."""
    return sorted({side for side in sides if finer(side, sides) is None})


def finer(side: int, sides: Sequence[int]) -> int | None:
    """Return the smallest larger side that `side` divides, or None: its cells sum up to these."""
    return min((other for other in sides if other > side and other % side == 0), default=None)


def parent_of(cell: np.ndarray, side: int, coarse: int) -> np.ndarray:
    """Return the cells of the grid of `coarse` a side in which cells of `side` lie."""
    row, column = np.divmod(cell, side)
    times = side // coarse
    return (row // times) * coarse + column // times


@dataclass(frozen=True)
class Rows:
    """Rows that the cells of a grid have in a table that leaves some of them out."""

    base: int
    """Side of the finer grid, or the same, that samples are told by."""
    row: np.ndarray
    """(base², ) int32: for each of its cells the row of the cell that it lies in, or -1."""

    def of(self, cell: np.ndarray) -> np.ndarray:
        """Return the rows (n,) int32 of samples in the cells (n,) of the base grid."""
        return self.row[cell]


def rows_of(kept: np.ndarray, side: int, base: int) -> Rows:
    """Return the rows of the `kept` cells (k,), ascending, of a grid, told by a finer one."""
    row = np.full(side**2, -1, np.int32)
    row[kept] = np.arange(len(kept))
    return Rows(base, row[parent_of(np.arange(base**2), base, side)])


def cell_names(row: np.ndarray, col: np.ndarray, *prefix: object) -> list[tuple]:
    """Return the names (k,) that seed the icons of cells: the prefix, row and column."""
    return [(*prefix, int(r), int(c)) for r, c in zip(row, col)]

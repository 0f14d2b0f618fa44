"""The cells of one grid over points in memory: arrays in, arrays out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from activation_atlas.errors import AtlasError
from activation_atlas.grids.averages import Grid, average
from activation_atlas.grids.grid import cell_of
from activation_atlas.settings import CellsSettings, MapSettings


@dataclass(frozen=True)
class GridCells:
    """The k cells of a grid that hold enough samples, ascending by row and column.

    Attributes:
        side: Of the grid, in cells.
        row: (k,) int32.
        col: (k,) int32.
        count: (k,) int64 samples in each.
        activation: (k, C) float32, their mean.
        exemplar: (k, m) int64 of the samples nearest to the mean, -1 where there are fewer.
        attribution: (k, classes) float32, the mean; None without attribution.
        top: (k, 5) int32 classes that it speaks for most; None without attribution.
        bottom: (k, 3) int32 classes that it speaks against most; None without attribution.
    """

    side: int
    row: np.ndarray
    col: np.ndarray
    count: np.ndarray
    activation: np.ndarray
    exemplar: np.ndarray
    attribution: np.ndarray | None = None
    top: np.ndarray | None = None
    bottom: np.ndarray | None = None


def cells_of(
    unit: np.ndarray,
    arrays: Mapping[str, np.ndarray],
    side: int,
    chosen: MapSettings,
    *,
    sample: np.ndarray | None = None,
    exemplars: int = CellsSettings().exemplars,
) -> GridCells:
    """Return the cells of one grid, with the same bytes as the stage writes.

    Args:
        unit: (n, 2) float32 points (x, y) in [0, 1]; y grows downward.
        arrays: What is averaged, by name: activation (s, C), and attribution (s, classes) where
            there is any.
        side: Cells a side.
        chosen: Metric, by which exemplars are near, and minimum of samples in a cell.
        sample: (n,) ascending, which rows of the arrays the points are; all by default.
        exemplars: Samples of each cell that are named, at most.

    Raises:
        AtlasError: no cell holds the minimum of samples, or a mean is NaN or infinite.
    """
    cell = cell_of(unit, side)
    ids = np.arange(len(cell)) if sample is None else sample
    occupied, count = np.unique(cell.astype(np.int64), return_counts=True)
    grid = Grid(side, occupied, count)
    _refuse_empty(grid, chosen.minimum)
    lane = [_Held(arrays, ids.astype(np.int64), {side: cell})]
    where = f"the {side}×{side} grid"
    averaged = average([lane], list(arrays), {side: grid}, chosen, exemplars, _one_by_one, where)
    ((_, found),) = averaged
    return GridCells(side, **found)


@dataclass(frozen=True)
class _Held:
    """Samples in memory, as a pass takes them in; see :class:`passes.Part`."""

    arrays: Mapping[str, np.ndarray]
    ids: np.ndarray
    cells: dict[int, np.ndarray]

    @property
    def local(self) -> np.ndarray:
        return self.ids

    def open(self, name: str) -> tuple[np.ndarray, int]:
        return self.arrays[name], max(1, len(self.arrays[name]))


def _one_by_one(work: Callable, join: Callable, lanes: Sequence) -> Any:
    return reduce(join, map(work, lanes))


def _refuse_empty(grid: Grid, minimum: int) -> None:
    most = int(grid.count.max(initial=0))
    if most < minimum:
        raise AtlasError(
            f"No cell of the {grid.side} × {grid.side} grid holds the minimum of {minimum} samples,"
            f" the fullest holds {most}: lower the minimum, take a smaller side, or more images or"
            " crops."
        )

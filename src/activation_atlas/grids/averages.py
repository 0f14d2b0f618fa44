"""Means and exemplars of the cells of grids, from samples wherever these are kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from activation_atlas.errors import AtlasError
from activation_atlas.grids.grid import Rows, base_sides, finer, parent_of, rows_of
from activation_atlas.grids.half_precision import widen
from activation_atlas.grids.nearest import Nearest, join_nearest, nearest_of_lane
from activation_atlas.grids.passes import Part, blocks
from activation_atlas.settings import MapSettings

TOP, BOTTOM = 5, 3
RANKED_AT_ONCE = 1024

RunPass = Callable[[Callable, Callable, Sequence], Any]
"""Runs work(lane) for every lane and joins the results in order: (work, join, lanes) to the whole.
"""


@dataclass(frozen=True)
class Grid:
    """The cells of one grid that hold any sample."""

    side: int
    cell: np.ndarray
    """(o,) int64, ascending: row * side + column."""
    count: np.ndarray
    """(o,) int64: samples in each."""

    def kept(self, minimum: int) -> np.ndarray:
        """Return (o,) bool: which cells hold at least `minimum` samples."""
        return self.count >= minimum

    def rows(self, minimum: int, base: int) -> Rows:
        """Return the rows of the kept cells, told by the grid with `base` cells a side."""
        return rows_of(self.cell[self.kept(minimum)], self.side, base)


def average(
    lanes: Sequence[list[Part]],
    names: Sequence[str],
    grids: Mapping[int, Grid],
    chosen: MapSettings,
    most: int,
    run_pass: RunPass,
    where: str,
) -> Iterator[tuple[int, dict[str, np.ndarray]]]:
    """Yield the side and the arrays of each grid, coarsest first; see :func:`cells.build_cells`.

    Args:
        lanes: The samples of the map, with their cells in the grids that others are sums of.
        names: Arrays of the samples that are averaged, activation among them.
        grids: By side, finest first, the cells that hold any sample.
        chosen: Metric and minimum of the map.
        most: Exemplars of a cell.
        run_pass: How lanes are worked through.
        where: Map and layer, for messages.

    Raises:
        AtlasError: a mean is NaN or infinite.
    """
    sides = sorted(grids)
    bases = base_sides(sides)
    occupied = [grids[side].rows(1, side) for side in bases]
    heights = [len(grids[side].cell) for side in bases]
    means = {}
    for name in names:
        work = partial(sum_lane, grids=occupied, name=name, heights=heights)
        sums = dict(zip(bases, run_pass(work, _add, lanes)))
        _refuse_broken(sums, name, where)
        means[name] = _means(sums, grids, chosen.minimum)
    base = {side: next(base for base in bases if base % side == 0) for side in sides}
    work = partial(
        nearest_of_lane,
        grids=[grids[side].rows(chosen.minimum, base[side]) for side in sides],
        means=[means["activation"][side] for side in sides],
        metric=chosen.metric,
        most=most,
    )
    near = run_pass(work, partial(join_nearest, most=most), lanes)
    for side, found in zip(sides, near):
        of_side = {name: mean[side] for name, mean in means.items()}
        yield side, _arrays(grids[side], chosen.minimum, of_side, found, most)


def sum_lane(
    parts: list[Part], grids: list[Rows], name: str, heights: list[int]
) -> list[np.ndarray]:
    """Return for each base grid the sums (o, width) float64 of the array `name` over its cells."""
    totals: list[np.ndarray] = []
    for part in parts:
        for rows, these in blocks(part, name):
            wide = widen(rows).astype(np.float64)
            if not totals:
                totals = [np.zeros((height, wide.shape[1])) for height in heights]
            with np.errstate(invalid="ignore"):  # infinities are refused at the end
                for total, grid in zip(totals, grids):
                    present, sums = _sum_rows(wide, grid.of(part.cells[grid.base][these]))
                    total[present] += sums
    return totals


def _sum_rows(rows: np.ndarray, cell: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the cells present, ascending, and the sums (p, width) of `rows` (n, width) in each."""
    present, inverse = np.unique(cell, return_inverse=True)
    order = np.argsort(inverse, kind="stable")
    starts = np.searchsorted(inverse[order], np.arange(len(present) + 1))
    shape = (len(present), len(rows))
    return present, csr_array((np.ones(len(rows)), order, starts), shape=shape) @ rows


def _add(one: list[np.ndarray], other: list[np.ndarray]) -> list[np.ndarray]:
    if not (one and other):  # a lane without any sample of the map
        return one or other
    return [a + b for a, b in zip(one, other)]


def _refuse_broken(sums: dict[int, np.ndarray], name: str, where: str) -> None:
    for total in sums.values():
        broken = np.count_nonzero(~np.isfinite(total).all(axis=1))
        if broken:
            raise AtlasError(
                f"The {name}s in {broken} cells of {where} hold NaN or infinity, most likely"
                " because they are too large for the dtype: set device.dtype to float32 and"
                " sample again."
            )


def _means(
    sums: dict[int, np.ndarray], grids: Mapping[int, Grid], minimum: int
) -> dict[int, np.ndarray]:
    """Return for each side the means (k, width) float32 of the cells that are kept."""
    means = {}
    for side, grid in grids.items():  # finest first
        fine = finer(side, list(grids))
        if fine is not None:
            sums[side] = _sum_rows(sums[fine], parent_of(grids[fine].cell, fine, side))[1]
        kept = grid.kept(minimum)
        means[side] = (sums[side][kept] / grid.count[kept, None]).astype(np.float32)
    return means


def _arrays(
    grid: Grid, minimum: int, means: dict[str, np.ndarray], near: Nearest, most: int
) -> dict[str, np.ndarray]:
    kept = grid.kept(minimum)
    row, col = np.divmod(grid.cell[kept].astype(np.int32), np.int32(grid.side))
    arrays = {"row": row, "col": col, "count": grid.count[kept], **means}
    arrays["exemplar"] = near.table(len(row), most)
    if "attribution" in means:
        arrays["top"] = _ranked(means["attribution"], TOP)
        arrays["bottom"] = _ranked(-means["attribution"], BOTTOM)
    return arrays


def _ranked(values: np.ndarray, most: int) -> np.ndarray:
    """Return the columns (k, most) int32 of the largest `values` (k, width), largest first.

    Of equal values the first comes first. A few rounds of argmax are far faster than sorting.
    """
    ranked = np.empty((len(values), min(most, values.shape[1])), np.int32)
    for start in range(0, len(values), RANKED_AT_ONCE):
        left = values[start : start + RANKED_AT_ONCE].copy()
        rows = np.arange(len(left))
        for place in range(ranked.shape[1]):
            best = left.argmax(axis=1)
            ranked[start : start + len(left), place] = best
            left[rows, best] = -np.inf
    return ranked

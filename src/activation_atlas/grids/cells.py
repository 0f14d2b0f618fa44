"""The cells of a map: means, counts, top classes and exemplars of the samples in each."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.grids.grid import Rows, base_sides, cell_of, finer, parent_of, rows_of
from activation_atlas.grids.half import widen
from activation_atlas.grids.nearest import Nearest, join_nearest, nearest_of_lane
from activation_atlas.grids.passes import Part, blocks, compute, lanes_of
from activation_atlas.job import Job
from activation_atlas.paths import cells_path, layout_path
from activation_atlas.samples import Samples, open_samples
from activation_atlas.settings import MapSettings

TOP, BOTTOM = 5, 3
RANKED_AT_ONCE = 1024
COUNTED_AT_ONCE = 65_536
READ_AT_ONCE = 1 << 19  # as long as the layout's chunks


def build_cells(job: Job, layer: str, map_name: str) -> None:
    """Average the samples of one map in the cells of all its grids.

    Writes ``cells/<layer>/<map>/<side>.zarr`` for each side, with the k cells that hold at least
    ``minimum`` samples, ascending by row and column: row, col (k,) int32; count (k,) int64;
    activation (k, C) float32; attribution (k, classes) float32, top (k, 5) and bottom (k, 3)
    int32 class ids, most positive and most negative first, where there is attribution; exemplar
    (k, m) int64 ids of the samples nearest to the mean by the map's metric, -1 where there are
    fewer.

    Activations are read twice and attributions once, whatever the number of grids. Beside one
    block of rows a thread, memory holds the sums of the finest grid; and of each sample its id and
    its cell in the finest grid, 8 bytes, and 4 for each further grid whose side divides no other.
    Sums of float16 in float64 are exact, so that neither the order of the shards nor
    the number of threads changes a bit.

    Raises:
        AtlasError: no cell of a grid passes the minimum, or a mean is NaN or infinite.
    """
    run, settings = job.run, job.settings
    chosen = settings.maps[map_name]
    samples = open_samples(run, layer)
    layout = layout_path(run, layer, map_name)
    paths = {side: cells_path(run, layer, map_name, side) for side in chosen.sides}
    sides = sorted(side for side, path in paths.items() if not stores.is_sealed(path, job.made_by))
    if not sides:
        return
    bases = base_sides(sides)
    ids, cells = _points(layout, bases)
    grids = _count(cells, sides)
    where = f"map '{map_name}' of layer '{layer}'"
    _refuse_empty(grids, chosen, where)
    run_pass = partial(
        compute,
        label=f"cells of {layer}, {map_name}",
        scheduler=settings.scheduler,
        threads=job.threads,
    )
    lanes = lanes_of(samples, ids, cells)
    occupied = [grids[side].rows(1, side) for side in bases]
    means = {}
    for name in _averaged(samples):
        heights = [len(grids[side].cell) for side in bases]
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
        most=settings.cells.exemplars,
    )
    join = partial(join_nearest, most=settings.cells.exemplars)
    near = run_pass(work, join, lanes)
    for side, found in zip(sides, near):
        of_side = {name: mean[side] for name, mean in means.items()}
        arrays = _arrays(grids[side], chosen.minimum, of_side, found, settings.cells.exemplars)
        stores.write(paths[side], arrays, job.made_by)


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


def _points(layout: Path, sides: list[int]) -> tuple[np.ndarray, dict[int, np.ndarray]]:
    """Return the samples (n,) uint32 on the map, and for each side their cells (n,) int32."""
    store = stores.read(layout)
    count = store["sample"].shape[0]
    ids = np.empty(count, np.uint32)
    cells = {side: np.empty(count, np.int32) for side in sides}
    end = 0
    for start in range(0, count, READ_AT_ONCE):
        rows = slice(start, start + READ_AT_ONCE)
        inside, sample, unit = (store[name][rows] for name in ("inside", "sample", "unit"))
        these = slice(end, end + np.count_nonzero(inside))
        end = these.stop
        ids[these] = sample[inside]
        for side, cell in cells.items():
            cell[these] = cell_of(unit[inside], side)
    return ids[:end], {side: cell[:end] for side, cell in cells.items()}


def _count(cells: dict[int, np.ndarray], sides: list[int]) -> dict[int, Grid]:
    """Return the occupied cells of each side, finest first."""
    grids: dict[int, Grid] = {}
    for side in sorted(sides, reverse=True):
        fine = finer(side, sides)
        if fine is None:
            counts = np.zeros(side**2, np.int64)
            for start in range(0, len(cells[side]), COUNTED_AT_ONCE):
                some = cells[side][start : start + COUNTED_AT_ONCE]
                counts += np.bincount(some, minlength=side**2)
        else:
            parent = parent_of(grids[fine].cell, fine, side)
            counts = np.bincount(parent, grids[fine].count, side**2).astype(np.int64)
        occupied = np.flatnonzero(counts)
        grids[side] = Grid(side, occupied, counts[occupied])
    return grids


def _refuse_empty(grids: dict[int, Grid], chosen: MapSettings, where: str) -> None:
    for side, grid in sorted(grids.items()):
        most = int(grid.count.max(initial=0))
        if most < chosen.minimum:
            raise AtlasError(
                f"No cell of the {side}×{side} grid of {where} holds the minimum of"
                f" {chosen.minimum} samples, the fullest holds {most}: lower the map's minimum to"
                f" at most {max(1, most)}, take {side} out of its sides, or take more samples."
            )


def _refuse_broken(sums: dict[int, np.ndarray], name: str, where: str) -> None:
    for total in sums.values():
        broken = np.count_nonzero(~np.isfinite(total).all(axis=1))
        if broken:
            raise AtlasError(
                f"The {name}s in {broken} cells of {where} hold NaN or infinity, most likely"
                " because they are too large for the dtype: set device.dtype to float32 and"
                " sample again."
            )


def _averaged(samples: Samples) -> list[str]:
    return ["activation"] if samples.classes is None else ["activation", "attribution"]


def _means(
    sums: dict[int, np.ndarray], grids: dict[int, Grid], minimum: int
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

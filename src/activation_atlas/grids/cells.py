"""The cells of a map: means, counts, top classes and exemplars of the samples in each."""

from functools import partial
from pathlib import Path

import numpy as np

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.grids.averages import Grid, average
from activation_atlas.grids.grid import base_sides, cell_of, finer, parent_of
from activation_atlas.grids.passes import compute, lanes_of
from activation_atlas.job import Job
from activation_atlas.paths import cells_path, layout_path
from activation_atlas.samples import Samples, open_samples
from activation_atlas.settings import MapSettings

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
    averaged = average(
        lanes, _averaged(samples), grids, chosen, settings.cells.exemplars, run_pass, where
    )
    for side, arrays in averaged:
        stores.write(paths[side], arrays, job.made_by)


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


def _averaged(samples: Samples) -> list[str]:
    return ["activation"] if samples.classes is None else ["activation", "attribution"]

"""The feature visualization of every cell's mean activation."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import zarr

from activation_atlas import stores
from activation_atlas.grids.grid import cell_names
from activation_atlas.grids.icon_store import read_icons, tile_slices
from activation_atlas.job import Job
from activation_atlas.networks import load_network
from activation_atlas.paths import cells_path, icons_part_path, icons_path, moments_path
from activation_atlas.progress import Progress
from activation_atlas.recipes import carter2019
from activation_atlas.samples.whitening import whitening
from activation_atlas.settings import RunSettings
from activation_atlas.settings.derived import coarser_side, icon_steps


def render_part(job: Job, layer: str, map_name: str, side: int, part: int) -> dict:
    """Render the icons of one part of a grid, tile by tile; tiles already sealed stay.

    Part p of P takes the tiles p, p + P, p + 2P and so on.

    Returns:
        The part's manifest.
    """
    run, settings = job.run, job.settings
    chosen = replace(settings.icons, steps=icon_steps(settings, map_name, side))
    cells = stores.read(cells_path(run, layer, map_name, side))
    slices = tile_slices(cells["row"].shape[0], settings.stores.cells)
    numbers = range(part, len(slices), settings.parts.icons)
    network = load_network(settings.network, settings.device, [layer])
    made_by = job.made_by
    directions = _whitening(run, layer, settings)
    coarse = _coarser_icons(run, layer, map_name, side, settings)
    paths = {number: icons_path(run, layer, map_name, side, number) for number in numbers}
    missing = [number for number in numbers if not stores.is_sealed(paths[number], made_by)]
    tiles = [
        carter2019.Cells(
            cells["activation"][slices[number]],
            cell_names(
                *(cells[name][slices[number]] for name in ("row", "col")),
                *(settings.seed, layer, map_name, side),
            ),
            None if coarse is None else coarse.around(cells, slices[number], side),
        )
        for number in missing
    ]
    total = sum(len(tile.names) for tile in tiles)
    rendered = carter2019.render(network, layer, tiles, chosen, directions)
    with Progress(f"icons {layer} {map_name} {side}x{side}", total, "icons") as progress:
        for number, icons in zip(missing, rendered):
            arrays = {"icon": icons.images, "score": icons.score, "cosine": icons.cosine}
            stores.write(paths[number], arrays, made_by)
            progress.advance(len(icons.score))
    digests = {f"{number:04d}": stores.manifest(path)["digest"] for number, path in paths.items()}
    content = {"stores": digests, "digest": stores.digest_of(digests)}
    return stores.write_manifest(
        icons_part_path(run, layer, map_name, side, part), content, made_by
    )


def _whitening(run: Path, layer: str, settings: RunSettings) -> np.ndarray | None:
    if not settings.icons.whiten:
        return None
    return whitening(stores.read(moments_path(run, layer))["second"][...], settings.icons.ridge)


class _CoarserIcons:
    """The icons of the next coarser grid, to start from."""

    def __init__(self, side: int, cells: zarr.Group, images: np.ndarray):
        self._side, self._images = side, images
        places = zip(cells["row"][...].tolist(), cells["col"][...].tolist())
        self._index = {place: number for number, place in enumerate(places)}

    def around(self, cells: zarr.Group, rows: slice, side: int) -> np.ndarray:
        """Return (B, h, w, 3) the coarser icon around each cell; mid-grey where there is none."""
        starts = np.full((rows.stop - rows.start, *self._images.shape[1:]), 128, np.uint8)
        for number, place in enumerate(zip(cells["row"][rows], cells["col"][rows])):
            coarse = tuple(int((index + 0.5) * self._side / side) for index in place)
            if coarse in self._index:
                starts[number] = self._images[self._index[coarse]]
        return starts


def _coarser_icons(
    run: Path, layer: str, map_name: str, side: int, settings: RunSettings
) -> _CoarserIcons | None:
    coarser = coarser_side(settings.maps[map_name].sides, side)
    if not (settings.icons.warm_start and coarser):
        return None
    cells = stores.read(cells_path(run, layer, map_name, coarser))
    icons = read_icons(run, layer, map_name, coarser, cells["row"].shape[0], settings.stores.cells)
    return _CoarserIcons(coarser, cells, icons["icon"])

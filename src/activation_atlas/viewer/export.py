"""One map made ready to browse: deep-zoom tiles, data files, sheets and plain PNG pictures."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from activation_atlas import stores
from activation_atlas.grids import tiles
from activation_atlas.images import Catalogue, open_catalogue
from activation_atlas.job import Job
from activation_atlas.paths import export_path, map_path, network_path, quality_path
from activation_atlas.progress import log, track
from activation_atlas.samples import open_samples
from activation_atlas.settings import RunSettings
from activation_atlas.viewer import grids, png, receive, sheets
from activation_atlas.viewer.inputs import GridInputs, LazyIcons

NAMES = ("row", "col", "count", "activation", "attribution", "top", "bottom")
MIN_PIXEL_RATIO = 0.6  # screen pixels a tile's pixel must cover before a level is shown


def export_map(job: Job, layer: str, map_name: str) -> dict:
    """Write everything the page shows of one map, and return its manifest.

    The folder ``atlas/maps/LAYER/MAP`` gets a deep-zoom pyramid (``atlas.dzi``), ``grid-SIDE.js``,
    ``cells-SIDE/BLOCK.js``, ``icons-SIDE/`` and ``patches-SIDE/BLOCK.webp``, and ``class/ID.js``;
    ``atlas/exports`` gets each whole grid as a PNG.

    Raises:
        AtlasError: a store it is made from is missing, or the disk is full.
    """
    run, settings, made_by = job.run, job.settings, job.made_by
    target = map_path(run, layer, map_name)
    sides = sorted(settings.maps[map_name].sides)
    inputs = [GridInputs(run, layer, map_name, side, settings.stores.cells) for side in sides]
    if stores.is_sealed(target, made_by) and all(_picture(grid).exists() for grid in inputs):
        return stores.manifest(target)
    cells = {grid.side: {name: grid.cells(name) for name in NAMES} for grid in inputs}
    size = inputs[0].icons("icon", slice(0, 1)).shape[1]
    shown_sides = tiles.level_sides(sides, size)
    _tell_of_hidden(sorted(set(sides) - set(shown_sides)), map_name)
    drawn = [
        tiles.Grid(grid.side, cells[grid.side]["row"], cells[grid.side]["col"], LazyIcons(grid))
        for grid in inputs
    ]
    with stores.folder(target) as folder:
        page = settings.page
        tiles.write_pyramid(folder, "atlas", drawn, size, page.tile_size, page.quality)
        writer = _Writer(folder, f"maps/{layer}/{map_name}")
        shown = {
            grid.side: _write_grid(writer, grid, cells[grid.side], settings) for grid in inputs
        }
        classes = _write_classes(writer, cells)
        for grid, grid_drawn in zip(inputs, drawn):
            _write_picture(_picture(grid), grid_drawn, size)
    content = {
        "layer": layer,
        "map": map_name,
        "size": tiles.full_size(sides, size),
        "icon": size,
        "tile_size": page.tile_size,
        "overlap": tiles.OVERLAP,
        "format": tiles.FORMAT,
        "block": sheets.BLOCK,
        "level_sides": shown_sides,
        "min_pixel_ratio": MIN_PIXEL_RATIO,
        "grids": shown,
        "classes": classes,
        "quality": _quality(run, layer, map_name),
    }
    return stores.write_manifest(target, content, made_by)


class _Writer:
    """Writes data files whose keys are their final paths from the page."""

    def __init__(self, folder: Path, root: str):
        self.folder, self._root = folder, root

    def write(self, name: str, value: object) -> None:
        receive.write(self.folder / name, f"{self._root}/{name}", value)


def _write_grid(
    writer: _Writer, grid: GridInputs, cells: dict, settings: RunSettings
) -> dict[str, int]:
    """Write the files of one grid; return its number of cells and of exemplars a cell."""
    count = len(cells["row"])
    score, cosine = (grid.icons(name, slice(0, count)) for name in ("score", "cosine"))
    writer.write(f"grid-{grid.side}.js", grids.columns(cells, cosine))
    index, likeness = grids.nearest_cells(cells["activation"])
    catalogue = open_catalogue(grid.run, settings.images)
    centres = _centres(grid)
    exemplars = 0
    label = f"{grid.layer} {grid.map_name} {grid.side}"
    blocks = sheets.blocks(count)
    for number, block in enumerate(track(blocks, f"cells of {label}", len(blocks), "sheets")):
        patches, images = (grid.exemplars(name, block) for name in ("patch", "image"))
        exemplars = images.shape[1]
        quality = settings.page.quality
        icons = grid.icons("icon", block)[:, None]
        sheets.write(writer.folder / f"icons-{grid.side}" / f"{number}.webp", icons, quality)
        sheets.write(writer.folder / f"patches-{grid.side}" / f"{number}.webp", patches, quality)
        exemplars_of = _exemplars(catalogue, images, centres[block])
        details = []
        for cell in range(block.start, block.stop):
            details.append(
                {
                    "top": grids.classes_of(cells, "top", cell),
                    "bottom": grids.classes_of(cells, "bottom", cell),
                    "score": receive.short(score[cell : cell + 1])[0],
                    "neighbours": [
                        [int(other), value]
                        for other, value in zip(index[cell], receive.short(likeness[cell]))
                    ],
                    "exemplars": exemplars_of[cell - block.start],
                    "icon": f"{grid.icon_path(cell).relative_to(grid.run)}",
                    "icon_row": cell % grid.tile,
                    "cells": f"{grid.cells_path.relative_to(grid.run)}",
                }
            )
        writer.write(f"cells-{grid.side}/{number}.js", details)
    return {"cells": count, "exemplars": exemplars}


def _centres(grid: GridInputs) -> np.ndarray:
    """Return the middle (k, m, 2) of each exemplar's sampled place: (row, col) in [0, 1]."""
    exemplar = grid.cells("exemplar")
    facts = stores.manifest(network_path(grid.run))["layers"][grid.layer]
    there = exemplar >= 0
    position = open_samples(grid.run, grid.layer).rows("position", exemplar[there])
    centres = np.zeros((*exemplar.shape, 2))
    centres[there] = (position + 0.5) / (facts["height"], facts["width"])
    return centres


def _exemplars(
    catalogue: Catalogue, images: np.ndarray, centres: np.ndarray
) -> list[list[dict | None]]:
    """Return what is told of the exemplars (t, m) of some cells, None where there is none."""
    told: list[list[dict | None]] = [[None] * images.shape[1] for _ in images]
    # In the catalogue's order, in which each of its blocks is read once.
    for place in np.argsort(images, axis=None, kind="stable"):
        cell, rank = np.unravel_index(place, images.shape)
        if images[cell, rank] >= 0:
            told[cell][rank] = _exemplar(catalogue, images[cell, rank], *centres[cell, rank])
    return told


def _exemplar(catalogue: Catalogue, view: int, row: float, col: float) -> dict:
    """Return where an exemplar's image lies, its group, and its place (x, y) in that image."""
    down, right = catalogue.in_image(view, row, col)
    return {
        "where": catalogue.where(view),
        "group": catalogue.group(view),
        "at": receive.short(np.array([right, down])),
    }


def _write_classes(writer: _Writer, cells: dict[int, dict]) -> list[int]:
    attributions = {
        side: grid["attribution"] for side, grid in cells.items() if grid["attribution"] is not None
    }
    classes = grids.tinted_classes([cells[side]["top"] for side in attributions])
    for index in classes:
        writer.write(f"class/{index}.js", grids.tint(attributions, index))
    return classes


def _write_picture(path: Path, grid: tiles.Grid, icon: int) -> None:
    """Write a whole grid as a PNG, one row of cells in memory at a time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size = grid.side * icon

    def bands() -> Iterator[np.ndarray]:
        for top in range(0, size, icon):
            yield tiles.paint_band(grid, size, top, top + icon)

    png.write_bands(path, size, bands())


def _picture(grid: GridInputs) -> Path:
    return export_path(grid.run, grid.layer, grid.map_name, grid.side)


def _quality(run: Path, layer: str, map_name: str) -> dict[str, float]:
    """Return the numbers that say how faithful the layout is."""
    facts = stores.manifest(quality_path(run, layer, map_name))
    return {
        name: value
        for name, value in facts.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def _tell_of_hidden(sides: list[int], map_name: str) -> None:
    for side in sides:
        log.info(
            "map %s: the grid of %d cells a side lies too near to the next finer one to get a zoom"
            " level of its own; it is in atlas/exports",
            map_name,
            side,
        )

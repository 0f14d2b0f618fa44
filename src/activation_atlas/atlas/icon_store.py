"""Where icons lie on disk, and how they are read; needs no network and no torch."""

from pathlib import Path

import numpy as np

from activation_atlas import stores


def tile_path(run: Path, layer: str, map_name: str, side: int, tile: int) -> Path:
    """Return the store of one tile of icons: cells [tile * n, (tile + 1) * n) of the grid."""
    return _grid_folder(run, layer, map_name, side) / f"{tile:04d}.zarr"


def part_path(run: Path, layer: str, map_name: str, side: int, part: int) -> Path:
    """Return the store name whose manifest says that a part of a grid's icons is done."""
    return _grid_folder(run, layer, map_name, side) / "parts" / f"{part}.zarr"


def tile_slices(cells: int, tile: int) -> list[slice]:
    """Return which cells each tile holds, for a grid of so many cells."""
    return [slice(first, min(first + tile, cells)) for first in range(0, cells, tile)]


def read_icons(
    run: Path, layer: str, map_name: str, side: int, cells: int, tile: int
) -> dict[str, np.ndarray]:
    """Return all icons of a grid in the order of its cells.

    Args:
        run: Results folder.
        layer: Layer of the activations.
        map_name: Name of the layout.
        side: Side of the grid.
        cells: How many the grid has.
        tile: Cells a tile, as in the settings.

    Returns:
        ``icon`` (cells, h, w, 3) uint8, ``score`` and ``cosine`` (cells,) float32.
    """
    tiles = [
        stores.read(tile_path(run, layer, map_name, side, number))
        for number in range(len(tile_slices(cells, tile)))
    ]
    return {
        name: np.concatenate([store[name][...] for store in tiles])
        for name in ("icon", "score", "cosine")
    }


def _grid_folder(run: Path, layer: str, map_name: str, side: int) -> Path:
    return Path(run) / "icons" / layer / map_name / str(side)

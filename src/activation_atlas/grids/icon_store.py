"""Where icons lie on disk, and how they are read; needs no network and no torch."""

from pathlib import Path

import numpy as np

from activation_atlas import stores
from activation_atlas.paths import icons_path


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
        stores.read(icons_path(run, layer, map_name, side, number))
        for number in range(len(tile_slices(cells, tile)))
    ]
    return {
        name: np.concatenate([store[name][...] for store in tiles])
        for name in ("icon", "score", "cosine")
    }

"""A map as a deep-zoom pyramid: each grid of icons has levels of its own.

Sizes are pixels; x is the column and grows right, y is the row and grows down. Files follow the
DZI convention, so that any deep-zoom viewer opens ``NAME.dzi``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL import Image

from activation_atlas.progress import Progress

FORMAT = "webp"  # small as JPEG is, with the alpha that empty cells need on light and dark pages
OVERLAP = 1  # pixels that tiles share, so that no seam shows between them
CELL_SHARE = 0.7  # a grid is shown while its cells are at least this share of an icon's size
SMALLEST_CELL = 8  # pixels; levels with smaller cells are halves of the level above


class Icons(Protocol):
    """Icons in the order of the cells; a slice gives (n, h, w, 3) uint8."""

    def __getitem__(self, cells: slice) -> np.ndarray: ...


@dataclass(frozen=True)
class Grid:
    """The icons of one grid: cell i lies at (row[i], col[i]); cells are sorted by (row, col)."""

    side: int
    row: np.ndarray
    col: np.ndarray
    icons: Icons


def full_size(sides: Sequence[int], icon: int) -> int:
    """Return the side of the whole map in pixels: the finest grid at its icons' own size."""
    return max(sides) * icon


def level_sizes(size: int) -> list[int]:
    """Return the map's side at each level, from 1 pixel (level 0) up to `size`."""
    top = (size - 1).bit_length()
    return [-(-size >> (top - level)) for level in range(top + 1)]


def level_sides(sides: Sequence[int], icon: int) -> list[int]:
    """Return which grid each level shows: the finest whose cells are large enough there."""
    shown = []
    for size in level_sizes(full_size(sides, icon)):
        fitting = [side for side in sides if size / side >= CELL_SHARE * icon]
        shown.append(max(fitting, default=min(sides)))
    return shown


def write_pyramid(
    folder: Path, name: str, grids: Sequence[Grid], icon: int, tile_size: int, quality: int
) -> None:
    """Write ``NAME.dzi`` and ``NAME_files/LEVEL/COL_ROW.webp`` into `folder`.

    Never more than one row of tiles is in memory. Empty cells are transparent.
    """
    by_side = {grid.side: grid for grid in grids}
    sizes = level_sizes(full_size(list(by_side), icon))
    shown = level_sides(list(by_side), icon)
    _write_descriptor(folder / f"{name}.dzi", sizes[-1], tile_size)
    total = sum((-(-size // tile_size)) ** 2 for size in sizes)
    whole = None
    with Progress(f"tiles of {len(grids)} grids", total, "tiles") as progress:
        for level in reversed(range(len(sizes))):
            size, grid = sizes[level], by_side[shown[level]]
            target = folder / f"{name}_files" / str(level)
            target.mkdir(parents=True, exist_ok=True)
            if whole is not None and size < SMALLEST_CELL * grid.side:
                whole = whole.resize((size, size), Image.Resampling.BOX)
                _save(whole, target / f"0_0.{FORMAT}", quality)
                progress.advance()
                continue
            for row, (top, bottom) in enumerate(_spans(size, tile_size)):
                band = paint_band(grid, size, top, bottom)
                for col, (left, right) in enumerate(_spans(size, tile_size)):
                    tile = Image.fromarray(band[:, left:right])
                    _save(tile, target / f"{col}_{row}.{FORMAT}", quality)
                    progress.advance()
            whole = tile if size <= tile_size else None


def paint_band(grid: Grid, size: int, top: int, bottom: int) -> np.ndarray:
    """Return the rows [top, bottom) of a grid drawn `size` pixels wide.

    Returns:
        (bottom - top, size, 4) uint8 RGBA; alpha is 0 where no cell is, else 255.
    """
    band = np.zeros((bottom - top, size, 4), np.uint8)
    edges = cell_edges(grid.side, size)
    first_row = np.searchsorted(edges, top, "right") - 1
    last_row = np.searchsorted(edges, bottom, "left")
    first, last = np.searchsorted(grid.row, [first_row, last_row])
    if first == last:
        return band
    icons = grid.icons[first:last]
    for row, col, icon in zip(grid.row[first:last], grid.col[first:last], icons):
        y0, y1, x0, x1 = edges[row], edges[row + 1], edges[col], edges[col + 1]
        if x0 == x1 or y0 == y1:  # a grid with more cells than the level has pixels
            continue
        square = _resized(icon, x1 - x0, y1 - y0)
        from_y, to_y = max(top, y0), min(bottom, y1)
        band[from_y - top : to_y - top, x0:x1, :3] = square[from_y - y0 : to_y - y0]
        band[from_y - top : to_y - top, x0:x1, 3] = 255
    return band


def cell_edges(side: int, size: int) -> np.ndarray:
    """Return the (side + 1,) pixel borders of a grid's rows or columns, rounded half up."""
    return (2 * np.arange(side + 1) * size + side) // (2 * side)


def _spans(size: int, tile_size: int) -> Iterator[tuple[int, int]]:
    for start in range(0, size, tile_size):
        yield max(0, start - OVERLAP), min(size, start + tile_size + OVERLAP)


def _resized(icon: np.ndarray, width: int, height: int) -> np.ndarray:
    if icon.shape[:2] == (height, width):
        return icon
    resized = Image.fromarray(icon).resize((width, height), Image.Resampling.LANCZOS)
    return np.asarray(resized)


def _save(image: Image.Image, path: Path, quality: int) -> None:
    low, high = image.getextrema()[3]
    if low == 255:
        image = image.convert("RGB")  # opaque tiles need no alpha plane
    elif high == 0:
        quality = 0  # nothing to see: the smallest file
    image.save(path, FORMAT.upper(), quality=quality, method=4)


def _write_descriptor(path: Path, size: int, tile_size: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Image xmlns="http://schemas.microsoft.com/deepzoom/2008"'
        f' Format="{FORMAT}" Overlap="{OVERLAP}" TileSize="{tile_size}">\n'
        f'  <Size Width="{size}" Height="{size}"/>\n'
        "</Image>\n"
    )

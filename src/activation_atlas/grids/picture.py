"""A grid of icons as one picture."""

from PIL import Image

from activation_atlas.grids.tiles import Grid, paint_band

PAPER = (247, 245, 240)
"""What shows where no cell is: the light paper of the page, --paper in palette.css."""


def paint_grid(grid: Grid, icon: int) -> Image.Image:
    """Return a grid, RGB, with `icon` pixels a cell: each icon at its cell, on paper."""
    size = grid.side * icon
    icons = Image.fromarray(paint_band(grid, size, 0, size))
    picture = Image.new("RGB", (size, size), PAPER)
    picture.paste(icons, mask=icons)
    return picture

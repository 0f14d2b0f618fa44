"""Marks on pictures: a frame around some cells of a photo, and bars below channels' pictures."""

from collections.abc import Iterable

import numpy as np
from PIL import Image, ImageDraw

from activation_atlas.dictionaries.reading import Entries, Region
from activation_atlas.drawing.panel import INK, PAPER, Panel

BAR, REST = 10, (229, 225, 216)
"""Height of a bar in pixels, and the colour of what it leaves empty."""


def framed(photo: np.ndarray, region: Region, rows: int, columns: int) -> np.ndarray:
    """Return a photo (h, w, 3) with a frame around a region of so many rows and columns."""
    image = Image.fromarray(photo)
    down, across = image.height / rows, image.width / columns
    left, top = round(region.columns[0] * across), round(region.rows[0] * down)
    right = max(left, round((region.columns[1] + 1) * across - 1))
    bottom = max(top, round((region.rows[1] + 1) * down - 1))
    pen = ImageDraw.Draw(image)
    for grown, colour in ((2, INK), (1, PAPER), (0, PAPER)):
        corners = (left - grown, top - grown, right + grown, bottom + grown)
        pen.rectangle(corners, outline=colour)
    return np.asarray(image)


def bars(entries: Entries, icons: Iterable[np.ndarray], enlarge: int = 1) -> list[Panel]:
    """Return the channels of a dictionary as pictures above bars as long as their values.

    Args:
        entries: The strongest channel has a full bar; values below 0 have an empty one.
        icons: (h, w, 3) uint8, one a channel.
        enlarge: Whole factor by which pictures and bars are enlarged.
    """
    largest = max(float(entries.values[0]), np.finfo(np.float32).tiny)
    return [
        Panel(
            _with_bar(icon, max(0.0, float(value) / largest)),
            f"channel {number}: {value:.1f}",
            enlarge=enlarge,
        )
        for icon, number, value in zip(icons, entries.channels, entries.values)
    ]


def _with_bar(image: np.ndarray, share: float) -> np.ndarray:
    """Return an image (h, w, 3) above a bar across a share of its width."""
    gap = np.full((BAR // 2, image.shape[1], 3), PAPER, np.uint8)
    bar = np.full((BAR, image.shape[1], 3), REST, np.uint8)
    bar[:, : round(share * image.shape[1])] = INK
    return np.concatenate([image, gap, bar])

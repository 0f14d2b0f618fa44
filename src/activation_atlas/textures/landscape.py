"""A landscape that is computed, with the mask that goes with it and another one to paint by.

Sky, mountains, forest, meadow and a lake, each of a material clearly its own: what doodles begin
with where no photo and no masks are given. Nothing in it comes from a picture.
"""

from collections.abc import Mapping

import numpy as np

from activation_atlas.seeds import generator
from activation_atlas.textures.materials import MATERIALS

COLOURS: Mapping[str, tuple[int, int, int]] = {
    "sky": (126, 192, 238),
    "mountains": (139, 121, 148),
    "forest": (20, 74, 44),
    "meadow": (173, 204, 73),
    "water": (25, 74, 163),
}
"""Colours of the masks, RGB in [0, 255]; regions are numbered in this order."""
SKY, MOUNTAINS, FOREST, MEADOW, WATER = range(len(COLOURS))


def landscape(height: int, width: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return a landscape and the mask of its regions in `COLOURS`, (h, w, 3) uint8 each.

    Args:
        height: Height in pixels.
        width: Width in pixels.
        seed: The same seed and size give the same bytes.
    """
    regions = _lake_by_a_wood(height, width, seed)
    photo = np.zeros((height, width, 3))
    for number, name in enumerate(COLOURS):
        painted = MATERIALS[name](height, width, generator("landscape", seed, name))
        photo[regions == number] = painted[regions == number]
    return np.rint(255 * photo.clip(0, 1)).astype(np.uint8), _painted(regions)


def rearranged(height: int, width: int, seed: int = 0) -> np.ndarray:
    """Return a mask (h, w, 3) uint8 of the same regions in another arrangement."""
    return _painted(_river_between_mountains(height, width, seed))


def _painted(regions: np.ndarray) -> np.ndarray:
    return np.array(list(COLOURS.values()), np.uint8)[regions]


def _lake_by_a_wood(height: int, width: int, seed: int) -> np.ndarray:
    """Return the number of the region at each pixel (h, w): a wood left, a lake in front right."""
    y, x = _places(height, width)
    line = _Lines("lake", width, seed)
    regions = np.full((height, width), SKY)
    regions[y > 0.27 - 0.06 * np.sin(2.6 * x + 0.5) + line.rough(0.15)] = MOUNTAINS
    regions[y > 0.52 + line.smooth(0.02)] = MEADOW
    shore = 0.92 - 0.15 * np.sin(3.4 * x - 0.9) + line.smooth(0.02)
    regions[y > shore] = WATER
    wood = (y > 0.47 + 0.6 * (x - 0.26).clip(0) + line.jagged(0.05)) & (y + 1.6 * x < 1.42)
    regions[wood] = FOREST
    return regions


def _river_between_mountains(height: int, width: int, seed: int) -> np.ndarray:
    """Return likewise: peaks left and right, a wood on the right, a river from afar."""
    y, x = _places(height, width)
    line = _Lines("river", width, seed)
    regions = np.full((height, width), SKY)
    valley = np.abs(x - 0.45) / 0.55
    regions[y > 0.50 - 0.42 * valley**1.3 + line.rough(0.10)] = MOUNTAINS
    regions[y > 0.52 + line.smooth(0.02)] = MEADOW
    depth = ((y - 0.52) / 0.48).clip(0, 1)
    middle = 0.45 - 0.10 * np.sin(4.5 * depth) * depth
    river = np.abs(x - middle) < 0.03 + 0.19 * depth**1.4
    regions[(regions == MEADOW) & river] = WATER
    wood = (y > 0.40 + 0.25 * (1 - x) + line.jagged(0.05)) & (y + 1 - x < 0.93) & (x > 0.55)
    regions[wood] = FOREST
    return regions


def _places(height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Return y (h, 1) and x (1, w) of the pixels in [0, 1]."""
    y, x = ((np.arange(side) + 0.5) / side for side in (height, width))
    return y[:, None], x[None]


class _Lines:
    """Outlines (w,) of a picture, heights as shares of the picture's, each drawn by its name."""

    def __init__(self, name: str, width: int, seed: int):
        self._x = (np.arange(width) + 0.5) / width
        self._name, self._seed = name, seed

    def smooth(self, size: float) -> np.ndarray:
        """Return rolling hills."""
        return self._waves("smooth", size, range(1, 6), 1.5)

    def rough(self, size: float) -> np.ndarray:
        """Return peaks and notches."""
        return self._waves("rough", size, range(2, 48), 1.25)

    def jagged(self, size: float) -> np.ndarray:
        """Return the tops of trees."""
        return self._waves("jagged", size, range(3, 90), 0.35)

    def _waves(self, kind: str, size: float, frequencies: range, falling: float) -> np.ndarray:
        drawn = generator("landscape", self._seed, self._name, kind)
        phases = drawn.uniform(0, 2 * np.pi, len(frequencies))
        heights = drawn.uniform(0.5, 1, len(frequencies)) / np.array(frequencies) ** falling
        waves = np.cos(2 * np.pi * np.outer(self._x, frequencies) + phases) @ heights
        return size * waves / np.abs(waves).max()

"""The squares of an image that the network is shown."""

import math
from collections.abc import Iterator

from activation_atlas.seeds import generator
from activation_atlas.settings import ImagesSettings

Square = tuple[float, float, float]
"""(left, top, side) in pixels of the upright image."""


def squares(
    key: str, width: int, height: int, settings: ImagesSettings, seed: int
) -> Iterator[tuple[str, Square]]:
    """Yield the name and the square of each view of an image called `key`.

    The central square has the image's name; random ones are numbered behind a "#".
    """
    if settings.crops == 1:
        yield key, central_square(width, height)
        return
    for crop in range(settings.crops):
        name = f"{key}#{crop}"
        yield name, random_square(width, height, settings.crop_scale, seed, name)


def central_square(width: int, height: int) -> Square:
    """Return (left, top, side) in pixels of the largest square in the middle."""
    side = min(width, height)
    return (width - side) / 2, (height - side) / 2, side


def random_square(
    width: int, height: int, scale: tuple[float, float], seed: int, key: str
) -> Square:
    """Return (left, top, side) in whole pixels of a random square inside the image.

    Its share of the image's area is uniform within `scale`, as far as a square reaches that.
    The same (seed, key) gives the same square, whatever other images there are.
    """
    area, longest = width * height, min(width, height)
    reach = longest**2 / area
    low, high = (min(share, reach) for share in scale)
    random = generator(seed, "crop", key)
    side = max(1, min(longest, round(math.sqrt(random.uniform(low, high) * area))))
    left = random.integers(width - side, endpoint=True)
    top = random.integers(height - side, endpoint=True)
    return float(left), float(top), float(side)

"""The squares of an image that the network is shown."""

import math

from activation_atlas.seeds import generator


def central_square(width: int, height: int) -> tuple[float, float, float]:
    """Return (left, top, side) in pixels of the largest square in the middle."""
    side = min(width, height)
    return (width - side) / 2, (height - side) / 2, side


def random_square(
    width: int, height: int, scale: tuple[float, float], seed: int, key: str
) -> tuple[float, float, float]:
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

"""The parts of photos that textures are made from."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from activation_atlas.errors import AtlasError, nearest
from activation_atlas.images.whole import whole_photo
from activation_atlas.settings import TexturesSettings

LEAST = 16
"""Side in pixels of the smallest square of a photo that is a texture."""


def load_source(name: str, settings: TexturesSettings, max_pixels: int) -> np.ndarray:
    """Return the square of a photo that a texture is made from, (s, s, 3) uint8.

    It is the central square of the photo, or of its region where the settings name one, reduced
    or enlarged to `settings.source_size` pixels.

    Args:
        name: Name of a sample photo, or the path of an image file.
        settings: Its region and size.
        max_pixels: Most pixels that the photo may have.

    Raises:
        AtlasError: there is no such photo, it can't be read, or its region has no area or is too
            small.
    """
    photo = whole_photo(name, max_pixels)
    if name in settings.regions:
        photo = _region(photo, settings.regions[name], name)
    square = _central(photo)
    if len(square) < LEAST:
        raise AtlasError(
            f"The square of '{name}' that a texture is made from has {len(square)} pixels a side:"
            f" it needs {LEAST}; give a larger photo or region."
        )
    size = (settings.source_size, settings.source_size)
    if square.shape[:2] == size:
        return square
    return np.asarray(Image.fromarray(square).resize(size, Image.Resampling.LANCZOS))


def check_regions(settings: TexturesSettings) -> None:
    """Make sure that every region is of one of the sources; the default ones may be left over.

    Raises:
        AtlasError: one is not.
    """
    for name in settings.regions:
        if name not in settings.sources and name not in TexturesSettings().regions:
            raise AtlasError(
                f"textures.regions names '{name}', which is none of textures.sources."
                f"{nearest(name, settings.sources)}"
            )


def _region(photo: np.ndarray, shares: Sequence[float], name: str) -> np.ndarray:
    left, top, right, bottom = shares
    if left >= right or top >= bottom:
        raise AtlasError(
            f"The region {' '.join(f'{share:g}' for share in shares)} of '{name}' has no area:"
            " give left, top, right and bottom, with left < right and top < bottom."
        )
    height, width = photo.shape[:2]
    return photo[
        round(top * height) : round(bottom * height), round(left * width) : round(right * width)
    ]


def _central(photo: np.ndarray) -> np.ndarray:
    """Return the largest square in the middle of a photo."""
    side = min(photo.shape[:2])
    top, left = ((length - side) // 2 for length in photo.shape[:2])
    return photo[top : top + side, left : left + side]

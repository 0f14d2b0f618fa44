"""Contents and styles by name: computed styles, sample photos, files."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from activation_atlas.images.whole import fitted, whole_photo
from activation_atlas.textures.procedural import STYLES


@dataclass(frozen=True)
class Picture:
    """A content or a style.

    Attributes:
        name: As files and labels name it.
        image: (h, w, 3) uint8.
    """

    name: str
    image: np.ndarray


def load_picture(name: str, longest: int, max_pixels: int, seed: int = 0) -> Picture:
    """Return a picture with at most so many pixels a side; smaller ones stay as they are.

    Grey pictures are taken as RGB, and what is transparent as white.

    Args:
        name: Name of a computed style or of a sample photo, or the path of an image file.
        longest: Most pixels of its longer side; a computed style is a square of that side.
        max_pixels: Most pixels that a file may have.
        seed: Seed of computed styles.

    Raises:
        AtlasError: there is no such picture, or it can't be read.
    """
    if name in STYLES:
        return Picture(name, STYLES[name](longest, longest, seed))
    return Picture(Path(name).stem, fitted(whole_photo(name, max_pixels), longest))

"""Whole photos by their name or their path, for pictures that begin with one."""

from pathlib import Path

import numpy as np
from PIL import Image

from activation_atlas.errors import AtlasError, nearest
from activation_atlas.images.decode import Unreadable, read_image
from activation_atlas.images.photos import PREFIX, Photos


def whole_photo(name: str, max_pixels: int) -> np.ndarray:
    """Return a photo, (h, w, 3) uint8 RGB, upright.

    Args:
        name: Name of a sample photo, e.g. "china", or the path of an image file.
        max_pixels: Most pixels that it may have.

    Raises:
        AtlasError: there is no such photo or file, or it can't be read.
    """
    known = photo_names()
    path = Path(name).expanduser()
    if name not in known and not path.is_file():
        raise AtlasError(
            f"There is no sample photo and no file '{name}'.{nearest(name, known)}"
            f" Give a file's path, or one of {', '.join(known)}."
        )
    try:
        data = Photos().read(PREFIX + name, 0, 0) if name in known else path.read_bytes()
        return np.asarray(read_image(data, max_pixels))
    except (Unreadable, OSError) as error:
        reason = error.reason if isinstance(error, Unreadable) else error.strerror
        raise AtlasError(
            f"The photo '{name}' can't be read ({reason}): give another one."
        ) from error


def photo_names() -> list[str]:
    """Return the names of the sample photos."""
    return [item.key for item in Photos().listing().items]


def fitted(photo: np.ndarray, longest: int) -> np.ndarray:
    """Return a photo (h, w, 3) uint8 whose longer side has at most so many pixels."""
    size = fitted_size(*photo.shape[:2], longest)
    if size == photo.shape[:2]:
        return photo
    return np.asarray(Image.fromarray(photo).resize(size[::-1], Image.Resampling.LANCZOS))


def fitted_size(height: int, width: int, longest: int) -> tuple[int, int]:
    """Return (height, width) of a photo whose longer side has at most so many pixels."""
    share = min(1, longest / max(height, width))
    return max(1, round(height * share)), max(1, round(width * share))

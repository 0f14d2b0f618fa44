"""Sets of images that show one thing: a folder's, or random crops of sample photos."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from activation_atlas.errors import AtlasError
from activation_atlas.images.crops import central_square, random_square
from activation_atlas.images.decode import Unreadable, cut, read_image
from activation_atlas.images.folder import Folder
from activation_atlas.images.photos import Photos
from activation_atlas.images.whole import whole_photo
from activation_atlas.progress import log
from activation_atlas.seeds import generator

CROP_SCALE = (0.1, 0.6)
"""Smallest and largest share of a sample photo that a crop covers."""


def photo_names() -> list[str]:
    """Return the names of all sample photos."""
    return [item.key for item in Photos().listing().items]


def image_set(
    source: str | Sequence[str], count: int, size: int, max_pixels: int, seed: int, key: str
) -> np.ndarray:
    """Return squares (n, size, size, 3) uint8 of the images that a source names.

    Args:
        source: A folder, of whose images the central squares are taken, at most `count`, chosen at
            random; or a list of sample photos, of which `count` random crops are taken in turn.
        count: Images wanted.
        size: Side of a square in pixels.
        max_pixels: Most pixels that an image may have.
        seed: Seed of the choice and of the crops.
        key: Key of the config that names the source; errors begin with it.

    Raises:
        AtlasError: the folder is not there or holds no image that can be read, or there is no such
            photo.
    """
    if isinstance(source, str):
        return _of_folder(source, count, size, max_pixels, seed, key)
    photos = [Image.fromarray(whole_photo(name, max_pixels)) for name in source]
    crops = []
    for number in range(count):
        photo, name = photos[number % len(photos)], source[number % len(source)]
        square = random_square(*photo.size, CROP_SCALE, seed, f"{key} {name}#{number}")
        crops.append(cut(photo, square, size))
    return np.stack(crops)


def _of_folder(
    source: str, count: int, size: int, max_pixels: int, seed: int, key: str
) -> np.ndarray:
    path = Path(source).expanduser()
    if not path.is_dir():
        raise AtlasError(f"{key}: there is no folder '{source}'; give one that holds images.")
    folder = Folder(path)
    names = [item.where for item in folder.listing().items]
    order = generator(seed, key, "images").permutation(len(names)).tolist()
    squares: list[np.ndarray] = []
    for name in (names[number] for number in order):
        if len(squares) == count:
            break
        try:
            image = read_image(folder.read(name, 0, 0), max_pixels)
        except (Unreadable, OSError) as error:
            log.info("%s: '%s' is left out: %s", key, name, error)
            continue
        squares.append(cut(image, central_square(*image.size), size))
    if not squares:
        what = f"none of the {len(names)} images in it can be read" if names else "it is empty"
        raise AtlasError(f"{key}: the folder '{source}' shows nothing, {what}: put images into it.")
    return np.stack(squares)

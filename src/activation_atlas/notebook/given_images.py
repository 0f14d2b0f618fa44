"""The images that a call is given: arrays, pictures, files, a folder, or none."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from activation_atlas.errors import AtlasError
from activation_atlas.images.decode import Unreadable, upright
from activation_atlas.images.folder import Folder
from activation_atlas.images.in_memory import (
    Held,
    Picture,
    PictureViews,
    Stored,
    pictures_of,
    sample_photos,
)
from activation_atlas.images.listing import Item
from activation_atlas.images.parts import measured
from activation_atlas.images.whole import photo_names, whole_photo
from activation_atlas.settings import ImagesSettings

Given = np.ndarray | Image.Image | str | Path
Images = np.ndarray | str | Path | Sequence[Given]

WANTED = "give (N, H, W, 3) uint8 RGB, a list of arrays, pictures or paths, or a folder"


def given_views(images: Images | None, settings: ImagesSettings, seed: int) -> PictureViews:
    """Return the views of images, cut as the pipeline cuts them.

    What seeds a view is an image's number among those given, or its path below the folder.

    Args:
        images: (N, H, W, 3) uint8 RGB; a sequence of (H, W, 3) or (H, W) uint8 arrays, of pictures,
            of paths of image files and of names of sample photos; a folder; or None for all sample
            photos.
        settings: Crops of each image, and pixels that it may have.
        seed: Of random crops.

    Raises:
        AtlasError: there are none, or one is no image.
    """
    return PictureViews(_pictures(images, settings.max_pixels), settings, seed)


def _pictures(images: Images | None, max_pixels: int) -> list[tuple[str, Picture]]:
    if images is None:
        return sample_photos(max_pixels)
    if isinstance(images, str | Path):
        path = Path(images).expanduser()
        if not path.is_dir():
            raise AtlasError(f"'{images}' is no folder: {WANTED}.")
        return pictures_of(Folder(path), max_pixels)
    if isinstance(images, np.ndarray) and (images.ndim != 4 or images.shape[-1] != 3):
        raise AtlasError(f"The images are an array of the shape {images.shape}: {WANTED}.")
    if not isinstance(images, Sequence | np.ndarray):
        raise AtlasError(f"The images are of type {type(images).__name__}: {WANTED}.")
    if not len(images):
        raise AtlasError(f"There are no images: {WANTED}.")
    return [
        (str(number), _picture(number, image, max_pixels)) for number, image in enumerate(images)
    ]


def _picture(number: int, image: Given, max_pixels: int) -> Picture:
    if isinstance(image, np.ndarray):
        return _array(number, image)
    if isinstance(image, Image.Image):
        try:
            return Held(upright(image))
        except Unreadable as error:
            raise AtlasError(f"Image {number} can't be read ({error.reason}).") from error
    if isinstance(image, str | Path):
        return _named(str(image), max_pixels)
    raise AtlasError(f"Image {number} is of type {type(image).__name__}: {WANTED}.")


def _array(number: int, image: np.ndarray) -> Held:
    coloured = image.ndim == 3 and image.shape[-1] == 3
    if not (coloured or image.ndim == 2) or not image.size:
        raise AtlasError(
            f"Image {number} is an array of the shape {image.shape}: give (H, W, 3) or (H, W)."
        )
    if image.dtype != np.uint8:
        raise AtlasError(f"Image {number} is an array of {image.dtype}: give uint8, 0 to 255.")
    return Held(Image.fromarray(image))


def _named(name: str, max_pixels: int) -> Picture:
    """Return a sample photo, whole, or the image of a file, decoded as those of a folder are."""
    path = Path(name).expanduser()
    if name in photo_names() or not path.is_file():
        return Held(Image.fromarray(whole_photo(name, max_pixels)))
    folder = Folder(path.parent)
    item = Item(path.name, path.name, "", 0, path.stat().st_size)
    size = measured(folder, item, max_pixels)
    if isinstance(size, str):
        raise AtlasError(f"The image '{name}' can't be read ({size}): give another one.")
    return Stored(folder, item, size)

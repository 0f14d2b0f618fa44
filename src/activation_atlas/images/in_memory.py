"""Views of images that are given in memory, or of files without a catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from PIL import Image

from activation_atlas.errors import AtlasError
from activation_atlas.images.crops import Square, squares
from activation_atlas.images.decode import Unreadable, cut, read_image, read_square
from activation_atlas.images.files import IMAGE_ENDINGS
from activation_atlas.images.listing import Item, Source
from activation_atlas.images.parts import measured
from activation_atlas.images.photos import Photos
from activation_atlas.progress import log
from activation_atlas.settings import ImagesSettings


class Picture(Protocol):
    """One image that squares can be cut from, by several threads at once."""

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""

    def square(self, square: Square, side: int) -> np.ndarray:
        """Return a square of the image as (side, side, 3) uint8 RGB.

        Raises:
            Unreadable: the image can't be had.
        """


@dataclass(frozen=True)
class Held:
    """An image in memory."""

    image: Image.Image
    """Upright RGB or grey."""

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self.image.size

    def square(self, square: Square, side: int) -> np.ndarray:
        """Return a square of the image."""
        return cut(self.image, square, side)


@dataclass(frozen=True)
class Stored:
    """An image of a source, decoded anew for each square, as far as that needs."""

    source: Source
    item: Item
    size: tuple[int, int]
    """(width, height) in pixels, as its header says."""

    def square(self, square: Square, side: int) -> np.ndarray:
        """Return a square of the image."""
        try:
            data = self.source.read(self.item.where, self.item.offset, self.item.bytes)
        except OSError as error:
            raise Unreadable(f"can't be read: {error.strerror}") from error
        return read_square(data, square, side, self.size)


class View(NamedTuple):
    """A square of a picture."""

    key: str
    """What its random numbers are seeded by."""
    picture: Picture
    square: Square


class PictureViews:
    """The views of pictures; see :class:`activation_atlas.images.views.Views`."""

    def __init__(
        self, pictures: Iterable[tuple[str, Picture]], settings: ImagesSettings, seed: int
    ):
        """Choose the squares of pictures, each with its key, as a catalogue would."""
        self._views = [
            View(name, picture, square)
            for key, picture in pictures
            for name, square in squares(key, *picture.size, settings, seed)
        ]

    def __len__(self) -> int:
        return len(self._views)

    def key(self, i: int) -> str:
        """Return the stable name of view `i`."""
        return self._views[i].key

    def read(self, i: int, size: int) -> np.ndarray:
        """Return view `i` as (size, size, 3) uint8 RGB.

        Raises:
            Unreadable: its image can't be had.
        """
        view = self._views[i]
        return view.picture.square(view.square, size)


def sample_photos(max_pixels: int) -> list[tuple[str, Picture]]:
    """Return the sample photos by their names, whole: they are few and small."""
    photos = Photos()

    def whole(item: Item) -> Image.Image:
        return read_image(photos.read(item.where, item.offset, item.bytes), max_pixels)

    return [(item.key, Held(whole(item))) for item in photos.listing().items]


def pictures_of(source: Source, max_pixels: int) -> list[tuple[str, Picture]]:
    """Return the images of a source by their keys; unreadable ones are named and left out.

    Of each image its header is read.

    Raises:
        AtlasError: there is none, or none that can be read.
    """
    listing = source.listing()
    found: list[tuple[str, Picture]] = []
    broken: list[str] = []
    for item in listing.items:
        size = measured(source, item, max_pixels)
        if isinstance(size, str):
            broken.append(f"{item.where}: {size}")
            log.info("skipped %s", broken[-1])
        else:
            found.append((item.key, Stored(source, item, size)))
    if found:
        return found
    if broken:
        raise AtlasError(_all_broken(source, broken))
    raise AtlasError(
        f"No image lies in {source.place}: give a folder of images, whose names end in"
        f" {' '.join(IMAGE_ENDINGS)}."
    )


def _all_broken(source: Source, broken: Sequence[str]) -> str:
    first = "; ".join(broken[:3])
    return f"None of the {len(broken)} images in {source.place} can be read ({first})."

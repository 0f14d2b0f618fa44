"""The views of a run, read one by one."""

from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.images.decode import Unreadable, cut, read_image, read_square
from activation_atlas.images.rows import Rows
from activation_atlas.images.sources import open_source
from activation_atlas.paths import catalogue_path
from activation_atlas.settings import ImagesSettings


def open_catalogue(run: Path, settings: ImagesSettings) -> "Catalogue":
    """Open the catalogue that :func:`build_catalogue` made.

    Raises:
        AtlasError: it was not made or not finished, or the images' folder is gone.
    """
    return Catalogue(run, settings)


class Catalogue:
    """Rows of views: an image and a square of it, each with its names.

    Reading is safe from several threads at once.
    """

    def __init__(self, run: Path, settings: ImagesSettings):
        """Open a run's table; see :func:`open_catalogue`."""
        self._source = open_source(settings)
        self._max_pixels = settings.max_pixels
        sealed = stores.manifest(catalogue_path(run))
        self._rows = Rows(catalogue_path(run))
        self.size: int = sealed["size"]
        self._views: int = sealed["views"]
        # The photos are few and small, and each is read for hundreds of crops.
        self._whole = lru_cache(64)(self._decode) if settings.source == "photos" else None

    def __len__(self) -> int:
        return self._views

    def key(self, i: int) -> str:
        """Return the stable name of view `i`."""
        return self._rows.value("key", i)

    def where(self, i: int) -> str:
        """Return where the image of view `i` lies: a path below ``images.path`` or the like."""
        return self._rows.value("where", i)

    def group(self, i: int) -> str:
        """Return the class folder or photo of view `i`, "" where there is none."""
        return self._rows.value("group", i)

    def in_image(self, i: int, row: float, col: float) -> tuple[float, float]:
        """Return where a point of view `i` lies in its whole, upright image, as (row, col).

        All in [0, 1] from the upper left corner, of the view and of the image.
        """
        (left, top, side), (width, height) = self._square(i), self._size(i)
        return (top + row * side) / height, (left + col * side) / width

    def read(self, i: int, size: int) -> np.ndarray:
        """Return view `i` as (size, size, 3) uint8 RGB.

        Raises:
            Unreadable: the image is broken, changed or gone by now.
        """
        place = self._values(i, "where", "offset", "bytes")
        if self._whole is not None:
            return cut(self._whole(*place), self._square(i), size)
        return read_square(self._file(*place), self._square(i), size, self._size(i))

    def patch(
        self, i: int, size: int, centre_row: float, centre_col: float, side: int
    ) -> np.ndarray:
        """Return a window (side, side, 3) uint8 RGB of view `i` as the network saw it.

        The window is centred at a pixel of the (size, size) view as well as it fits inside.

        Raises:
            Unreadable: see :meth:`read`.
            AtlasError: the window is larger than the view.
        """
        if side > size:
            raise AtlasError(
                f"A patch of {side} pixels is larger than the images of {size} pixels that the"
                " network is shown: make cells.patch smaller."
            )
        top, left = (
            int(np.clip(round(centre - side / 2), 0, size - side))
            for centre in (centre_row, centre_col)
        )
        return self.read(i, size)[top : top + side, left : left + side].copy()

    def _file(self, where: str, offset: int, count: int) -> bytes:
        try:
            return self._source.read(where, offset, count)
        except OSError as error:
            raise Unreadable(f"can't be read: {error.strerror}") from error

    def _decode(self, where: str, offset: int, count: int) -> Image.Image:
        return read_image(self._file(where, offset, count), self._max_pixels)

    def _size(self, i: int) -> tuple[int, int]:
        return self._values(i, "width", "height")

    def _square(self, i: int) -> tuple[float, float, float]:
        return self._values(i, "left", "top", "side")

    def _values(self, i: int, *names: str) -> tuple:
        return tuple(self._rows.value(name, i) for name in names)

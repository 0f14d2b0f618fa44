"""The views of a run, read one by one."""

from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.images.decode import Unreadable, cut, read_image, read_square
from activation_atlas.images.sources import open_source
from activation_atlas.images.table import read_table, table_path
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
        table = read_table(run)
        self.size: int = stores.manifest(table_path(run))["size"]
        self._text = {name: table[name].chunk(0) for name in ("key", "where", "group")}
        self._widths, self._heights, self._left, self._top, self._sides = (
            table[name].to_numpy() for name in ("width", "height", "left", "top", "side_w")
        )
        self._offsets, self._bytes = table["offset"].to_numpy(), table["bytes"].to_numpy()
        # The photos are few and small, and each is read for hundreds of crops.
        self._whole = lru_cache(64)(self._decode) if settings.source == "photos" else None

    def __len__(self) -> int:
        return len(self._widths)

    def key(self, i: int) -> str:
        """Return the stable name of view `i`."""
        return self._text["key"][int(i)].as_py()

    def where(self, i: int) -> str:
        """Return where the image of view `i` lies: a path below ``images.path`` or the like."""
        return self._text["where"][int(i)].as_py()

    def group(self, i: int) -> str:
        """Return the class folder or photo of view `i`, "" where there is none."""
        return self._text["group"][int(i)].as_py()

    def in_image(self, i: int, row: float, col: float) -> tuple[float, float]:
        """Return where a point of view `i` lies in its whole, upright image, as (row, col).

        All in [0, 1] from the upper left corner, of the view and of the image.
        """
        side = float(self._sides[i])
        down = (float(self._top[i]) + row * side) / int(self._heights[i])
        return down, (float(self._left[i]) + col * side) / int(self._widths[i])

    def read(self, i: int, size: int) -> np.ndarray:
        """Return view `i` as (size, size, 3) uint8 RGB.

        Raises:
            Unreadable: the image is broken, changed or gone by now.
        """
        square = (float(self._left[i]), float(self._top[i]), float(self._sides[i]))
        place = (self.where(i), int(self._offsets[i]), int(self._bytes[i]))
        if self._whole is not None:
            return cut(self._whole(*place), square, size)
        expected = (int(self._widths[i]), int(self._heights[i]))
        return read_square(self._file(*place), square, size, expected)

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

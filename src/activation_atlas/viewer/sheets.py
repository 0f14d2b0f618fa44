"""Sheets of small pictures: one file for a block of neighbouring cells, not one for each cell."""

from pathlib import Path

import numpy as np
from PIL import Image

BLOCK = 16  # cells a sheet; also cells a details file
LARGEST = 16383  # pixels along a side of a WebP


def blocks(count: int) -> list[slice]:
    """Return the slices of cells that share a sheet."""
    return [slice(start, min(start + BLOCK, count)) for start in range(0, count, BLOCK)]


def write(path: Path, pictures: np.ndarray, quality: int) -> None:
    """Write (rows, columns, h, w, 3) uint8 pictures as one WebP: a row a cell.

    Pictures are made smaller where a WebP could not hold them all.
    """
    rows, columns, height, width, _ = pictures.shape
    room = min(LARGEST // rows / height, LARGEST // columns / width)
    if room < 1:
        pictures = shrunk(pictures, int(height * room), int(width * room))
        height, width = pictures.shape[2:4]
    sheet = pictures.swapaxes(1, 2).reshape(rows * height, columns * width, 3)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(sheet).save(path, "WEBP", quality=quality, method=4)


def shrunk(pictures: np.ndarray, height: int, width: int) -> np.ndarray:
    """Return (rows, columns, h, w, 3) uint8 pictures at another size, each by itself."""
    size = (max(1, width), max(1, height))
    small = [
        [np.asarray(Image.fromarray(picture).resize(size)) for picture in row] for row in pictures
    ]
    return np.array(small)

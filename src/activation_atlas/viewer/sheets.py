"""Sheets of small pictures: one file for a block of neighbouring cells, not one for each cell."""

from pathlib import Path

import numpy as np
from PIL import Image

BLOCK = 16  # cells a sheet; also cells a details file


def blocks(count: int) -> list[slice]:
    """Return the slices of cells that share a sheet."""
    return [slice(start, min(start + BLOCK, count)) for start in range(0, count, BLOCK)]


def write(path: Path, pictures: np.ndarray, quality: int) -> None:
    """Write (rows, columns, h, w, 3) uint8 pictures as one WebP: a row a cell."""
    rows, columns, height, width, _ = pictures.shape
    sheet = pictures.swapaxes(1, 2).reshape(rows * height, columns * width, 3)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(sheet).save(path, "WEBP", quality=quality, method=4)

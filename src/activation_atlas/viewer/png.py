"""PNG files written row by row, for pictures larger than memory."""

import struct
import zlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np

SPEED = 6  # zlib level
PAETH = 4  # number of the filter that suits photo-like rows best


def write_bands(path: Path, size: int, bands: Iterable[np.ndarray]) -> None:
    """Write a square RGBA picture from bands of rows.

    Args:
        path: the PNG file.
        size: its side in pixels.
        bands: (rows, size, 4) uint8 each, from top to bottom, `size` rows in all.
    """
    partial = path.with_name(f".{path.name}.partial")
    above = np.zeros((1, size * 4), np.uint8)
    packer = zlib.compressobj(SPEED)
    with partial.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        _chunk(file, b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0))
        for band in bands:
            rows = band.reshape(len(band), size * 4)
            _chunk(file, b"IDAT", packer.compress(_filtered(rows, above)))
            above = rows[-1:]
        _chunk(file, b"IDAT", packer.flush())
        _chunk(file, b"IEND", b"")
    partial.replace(path)


def _chunk(file, kind: bytes, body: bytes) -> None:  # noqa: ANN001
    file.write(struct.pack(">I", len(body)) + kind + body)
    file.write(struct.pack(">I", zlib.crc32(kind + body)))


def _filtered(rows: np.ndarray, above: np.ndarray) -> bytes:
    """Return the rows less their Paeth prediction, each led by the filter's number."""
    up = np.concatenate([above, rows[:-1]]).astype(np.int16)
    left = np.pad(rows[:, :-4], ((0, 0), (4, 0))).astype(np.int16)
    corner = np.pad(up[:, :-4], ((0, 0), (4, 0)))
    far_left, far_up = np.abs(up - corner), np.abs(left - corner)
    far_corner = np.abs(left + up - 2 * corner)
    predicted = np.where(far_up <= far_corner, up, corner)
    predicted = np.where((far_left <= far_up) & (far_left <= far_corner), left, predicted)
    lines = np.empty((len(rows), rows.shape[1] + 1), np.uint8)
    lines[:, 0] = PAETH
    lines[:, 1:] = (rows - predicted).astype(np.uint8)
    return lines.tobytes()

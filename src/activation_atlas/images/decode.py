"""One image file to RGB: orientation, colour modes, reduced decoding and what can go wrong."""

import io
from typing import BinaryIO

import numpy as np
from PIL import Image

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "PPM", "JPEG2000", "AVIF")
"""The only decoders used: no format that runs a program or opens other files."""

SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*")
ORIENTATION = 0x0112
WHITE = (255, 255, 255, 255)
ROOM = 2
"""A JPEG is decoded at 1/2, 1/4 or 1/8 if that leaves at least this many times the wanted side."""
GAP = 3.0
"""Pillow's reducing_gap: other large images are first shrunk by whole factors to this many times
the wanted side. 3 is "indistinguishable in most cases" from resampling all pixels."""

# The limit of these functions, checked before decoding, stands in for Pillow's own, which can't
# be told the size that it refuses.
Image.MAX_IMAGE_PIXELS = None

TRANSPOSES = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What turns the stored picture upright, by EXIF orientation."""


class Unreadable(Exception):
    """An image can't be had; `reason` says why in a few words."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def measure(file: BinaryIO, max_pixels: int) -> tuple[int, int]:
    """Return the upright (width, height) that the header of an image file says.

    No pixel is decoded, so of a broken picture behind a whole header nothing shows.

    Raises:
        Unreadable: "empty file", "not an image", "truncated", "damaged …" or "too large: …".
    """
    return _upright_size(_open(file, max_pixels))


def read_image(data: bytes, max_pixels: int) -> Image.Image:
    """Return the whole image, upright RGB.

    Raises:
        Unreadable: see :func:`measure`.
    """
    image = _open(io.BytesIO(data), max_pixels)
    return upright(image)


def upright(image: Image.Image) -> Image.Image:
    """Return an opened image, or one in memory, as upright RGB of 8 bits; white shows through it.

    Raises:
        Unreadable: "truncated" or "damaged …".
    """
    transpose = TRANSPOSES.get(_orientation(image))
    _load(image, scale=1)
    image = _plain(image).convert("RGB")
    return image if transpose is None else image.transpose(transpose)


def read_square(
    data: bytes, square: tuple[float, float, float], size: int, expected: tuple[int, int]
) -> np.ndarray:
    """Return the square (left, top, side) of the upright image as (size, size, 3) uint8 RGB.

    The square is in pixels of the upright image, whose (width, height) must be as `expected`.

    Raises:
        Unreadable: see :func:`measure`; also where the image has another size by now.
    """
    image = _open(io.BytesIO(data), expected[0] * expected[1])
    if _upright_size(image) != expected:
        raise Unreadable("changed since the catalogue was made")
    orientation = _orientation(image)
    left, top, side = _stored_square(square, expected, orientation)
    scale = max(factor for factor in (1, 2, 4, 8) if factor == 1 or side >= factor * ROOM * size)
    scale = _load(image, scale)
    transpose = TRANSPOSES.get(orientation)
    return cut(_plain(image), (left / scale, top / scale, side / scale), size, transpose)


def cut(
    image: Image.Image,
    square: tuple[float, float, float],
    size: int,
    transpose: Image.Transpose | None = None,
) -> np.ndarray:
    """Return a square (left, top, side) of a grey or RGB image as (size, size, 3) uint8 RGB.

    Resampled by an antialiased bicubic filter, whatever the network.
    """
    left, top, side = square
    box = (left, top, min(left + side, image.width), min(top + side, image.height))
    image = image.resize((size, size), Image.Resampling.BICUBIC, box=box, reducing_gap=GAP)
    if transpose is not None:
        image = image.transpose(transpose)
    return np.array(image if image.mode == "RGB" else image.convert("RGB"))


def _open(file: BinaryIO, max_pixels: int) -> Image.Image:
    start = file.read(4)
    if not start:
        raise Unreadable("empty file")
    file.seek(0)
    try:
        image = Image.open(file, formats=FORMATS)
    except Image.UnidentifiedImageError:
        known = start.startswith(SIGNATURES)
        raise Unreadable("damaged: its header can't be read" if known else "not an image") from None
    except Exception as error:  # noqa: BLE001 - decoders raise anything on broken headers
        raise _unreadable(error) from error
    if image.width * image.height > max_pixels:
        raise Unreadable(f"too large: {image.width}×{image.height} pixels, limit {max_pixels}")
    return image


def _load(image: Image.Image, scale: int) -> int:
    """Decode at 1/scale where the format can; return the scale that it was."""
    try:
        reduced = (max(1, image.width // scale), max(1, image.height // scale))
        if scale == 1 or not image.draft(None, reduced):
            scale = 1
        image.load()
    except Exception as error:  # noqa: BLE001 - decoders raise anything on broken data
        raise _unreadable(error) from error
    return scale


def _unreadable(error: Exception) -> Exception:
    if isinstance(error, MemoryError):
        return error
    message = " ".join(str(error).split()) or type(error).__name__
    signs = ("truncated", "eof", "only got", "end of")
    if any(sign in message.lower() for sign in signs):
        return Unreadable("truncated")
    return Unreadable(f"damaged: {message}")


def _orientation(image: Image.Image) -> int:
    if image.format == "TIFF":  # Pillow turns these upright itself
        return 1
    try:
        # Image's own, since a PNG's decodes all pixels to look for EXIF behind them.
        return Image.Image.getexif(image).get(ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - broken EXIF must not cost a whole picture
        return 1


def _upright_size(image: Image.Image) -> tuple[int, int]:
    width, height = image.size
    return (height, width) if _orientation(image) in (5, 6, 7, 8) else (width, height)


def _stored_square(
    square: tuple[float, float, float], upright: tuple[int, int], orientation: int
) -> tuple[float, float, float]:
    """Return where the square of the upright image lies in the stored one."""
    (left, top, side), (width, height) = square, upright
    right, bottom = width - left - side, height - top - side
    return {
        2: (right, top, side),
        3: (right, bottom, side),
        4: (left, bottom, side),
        5: (top, left, side),
        6: (top, right, side),
        7: (bottom, right, side),
        8: (bottom, left, side),
    }.get(orientation, square)


def _plain(image: Image.Image) -> Image.Image:
    """Return the picture as 8-bit grey or RGB.

    What is transparent shows white, as on a page. Samples of more than 8 bits are scaled by the
    range that holds them: 16 bits for whole numbers; 1, 255 or 16 bits for floats.
    """
    if image.mode in ("L", "RGB") and "transparency" not in image.info:
        return image
    if image.mode.startswith("I"):
        return _scaled(image, (65535, 2**31 - 1))
    if image.mode == "F":
        return _scaled(image, (1, 255, 65535))
    if image.has_transparency_data:
        picture = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", picture.size, WHITE), picture).convert("RGB")
    return image.convert("L" if image.mode == "1" else "RGB")


def _scaled(image: Image.Image, ranges: tuple[int, ...]) -> Image.Image:
    values = np.nan_to_num(np.asarray(image, dtype=np.float32), posinf=0, neginf=0)
    largest = values.max(initial=0)
    full = next((full for full in ranges if largest <= full), largest)
    return Image.fromarray(np.rint(np.clip(values / full, 0, 1) * 255).astype(np.uint8))

"""Clips: frames of a video or GIF, of a folder of images, or cut from a photo along a pan."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from activation_atlas.errors import AtlasError
from activation_atlas.images.decode import Unreadable, cut, read_image


def read_clip(path: Path, most: int, max_pixels: int) -> np.ndarray:
    """Return frames of a clip, (n, height, width, 3) uint8, at most `most`, evenly spaced.

    Args:
        path: A video or GIF; or a folder of nothing but images, which follow in order of name.
        most: Frames to keep.
        max_pixels: Most pixels of an image of a folder; larger ones are refused.

    Raises:
        AtlasError: the clip is missing, unreadable or empty, or its frames differ in size.
    """
    if not path.exists():
        raise AtlasError(f"There is no clip '{path}': give a video, a GIF or a folder of images.")
    count, frames = _listed(path, max_pixels) if path.is_dir() else _decoded(path)
    if count == 0:
        raise AtlasError(f"The clip '{path}' has no frames: give a video, a GIF or images.")
    wanted, kept = set(spaced(count, most)), []
    for number, frame in enumerate(frames()):
        if number == 0:
            first = frame.shape
        if frame.shape != first:
            raise AtlasError(
                f"Frame {number + 1} of the clip '{path}' has {frame.shape[1]} × {frame.shape[0]}"
                f" pixels, the first one {first[1]} × {first[0]}: give frames of one size."
            )
        if number in wanted:
            kept.append(frame)
    return np.stack(kept)


def pan(photo: np.ndarray, top: float, window: float, size: int, count: int) -> np.ndarray:
    """Return frames of a pan across a photo from left to right, (count, size, size, 3) uint8.

    Args:
        photo: (h, w, 3) uint8.
        top: Upper edge of the window in pixels of the photo.
        window: Its side in pixels of the photo, at most the photo's.
        size: Side of a frame in pixels.
        count: Number of frames, two or more, from the photo's left end to its right.
    """
    image, room = Image.fromarray(photo), photo.shape[1] - window
    lefts = np.linspace(0, room, count)
    return np.stack([cut(image, (left, top, window), size) for left in lefts.tolist()])


def spaced(count: int, most: int) -> list[int]:
    """Return the numbers of at most `most` of `count` frames, evenly spaced, ends included."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(int)).tolist()


Frames = Callable[[], Iterator[np.ndarray]]


def _listed(folder: Path, max_pixels: int) -> tuple[int, Frames]:
    files = sorted(file for file in folder.iterdir() if not file.name.startswith("."))

    def frames() -> Iterator[np.ndarray]:
        for file in files:
            try:
                yield np.asarray(read_image(file.read_bytes(), max_pixels))
            except (Unreadable, OSError) as error:
                raise _unreadable(file, str(error)) from None

    return len(files), frames


def _decoded(path: Path) -> tuple[int, Frames]:
    """Count the frames by decoding them: what a file says about their number may be wrong."""
    frames = partial(_video, path)
    return sum(1 for _ in frames()), frames


def _video(path: Path) -> Iterator[np.ndarray]:
    import av  # a large library that nothing else needs

    try:
        with av.open(str(path)) as container:
            if not container.streams.video:
                raise _unreadable(path, "it holds no pictures")
            for frame in container.decode(video=0):
                yield frame.to_ndarray(format="rgb24")
    except av.error.FFmpegError as error:
        raise _unreadable(path, error.strerror.lower()) from None


def _unreadable(path: Path, reason: str) -> AtlasError:
    return AtlasError(
        f"'{path}' can't be read as part of a clip: {reason}; give a video, a GIF or a folder of"
        " images."
    )

"""Clips of frames as GIF and as MP4, the same bytes for the same frames."""

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

from activation_atlas.errors import AtlasError

CRF = "18"
"""x264's quality, 0 to 51, lower is better; below 18 the eye sees no difference."""
COLOURS = 128
"""Number of colours in a GIF's frame."""


def gif(frames: Sequence[np.ndarray], rate: int) -> bytes:
    """Return frames (h, w, 3) uint8 as an endless GIF of `rate` frames a second.

    Raises:
        AtlasError: there is no frame, or they differ in size.
    """
    _check(frames)
    pictures = [
        Image.fromarray(frame).quantize(COLOURS, dither=Image.Dither.NONE) for frame in frames
    ]
    content = io.BytesIO()
    pictures[0].save(
        content,
        "GIF",
        save_all=True,
        append_images=pictures[1:],
        duration=round(1000 / rate),
        loop=0,
        optimize=False,
    )
    return content.getvalue()


def mp4(frames: Sequence[np.ndarray], rate: int) -> bytes:
    """Return frames (h, w, 3) uint8 as an MP4 of H.264, which every browser plays.

    Its colours have half the resolution, so an odd last row or column is left out. One thread
    encodes: how several share the work decides the bytes.

    Raises:
        AtlasError: there is no frame, or they differ in size.
    """
    import av

    _check(frames)
    height, width = (2 * (length // 2) for length in frames[0].shape[:2])
    content = io.BytesIO()
    with av.open(content, "w", format="mp4") as file:
        stream = file.add_stream("libx264", rate=rate, options={"crf": CRF, "threads": "1"})
        stream.codec_context.thread_count = 1
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for frame in frames:
            whole = np.ascontiguousarray(frame[:height, :width])
            file.mux(stream.encode(av.VideoFrame.from_ndarray(whole, format="rgb24")))
        file.mux(stream.encode())
    return content.getvalue()


def _check(frames: Sequence[np.ndarray]) -> None:
    if not len(frames):
        raise AtlasError("A clip needs at least one frame.")
    for number, frame in enumerate(frames):
        if frame.shape != frames[0].shape:
            one, other = (f"{each.shape[1]} × {each.shape[0]}" for each in (frames[0], frame))
            raise AtlasError(
                f"The frames of a clip must have one size: frame 0 has {one} pixels, frame"
                f" {number} has {other}; resize or crop them first."
            )

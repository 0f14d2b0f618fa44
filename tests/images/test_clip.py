import io

import av
import numpy as np
import pytest
from PIL import Image

from activation_atlas.errors import AtlasError
from activation_atlas.images.clip import gif, mp4


def _frames(height: int = 48, width: int = 64, count: int = 6) -> list[np.ndarray]:
    """Return a bright square that moves over a gradient."""
    frames = []
    for number in range(count):
        frame = np.zeros((height, width, 3), np.uint8)
        frame[..., 0] = np.linspace(0, 255, width)
        frame[8:24, 8 * number : 8 * number + 16] = (30, 220, 90)
        frames.append(frame)
    return frames


def test_an_mp4_plays_back_its_frames():
    frames = _frames()
    with av.open(io.BytesIO(mp4(frames, 10))) as file:
        (stream,) = file.streams
        assert (stream.codec_context.name, stream.average_rate) == ("h264", 10)
        shown = [frame.to_ndarray(format="rgb24") for frame in file.decode(stream)]
    assert len(shown) == len(frames)
    for one, other in zip(frames, shown):
        assert one.shape == other.shape
        assert np.abs(one.astype(int) - other).mean() < 6


def test_a_gif_plays_back_its_frames():
    frames = _frames()
    with Image.open(io.BytesIO(gif(frames, 10))) as file:
        assert (file.n_frames, file.info["duration"], file.info["loop"]) == (6, 100, 0)
        for number, frame in enumerate(frames):
            file.seek(number)
            assert np.abs(np.asarray(file.convert("RGB")).astype(int) - frame).mean() < 6


@pytest.mark.parametrize("write", [gif, mp4])
def test_the_same_frames_give_the_same_bytes(write):
    assert write(_frames(), 10) == write(_frames(), 10)


def test_an_odd_last_row_and_column_are_left_out_of_an_mp4():
    with av.open(io.BytesIO(mp4(_frames(49, 65, 2), 5))) as file:
        assert (file.streams[0].width, file.streams[0].height) == (64, 48)


@pytest.mark.parametrize("write", [gif, mp4])
def test_frames_of_different_sizes_are_one_sentence(write):
    frames = [*_frames(count=2), *_frames(48, 66, 1)]
    with pytest.raises(AtlasError, match="frame 0 has 64 × 48 pixels, frame 2 has 66 × 48"):
        write(frames, 10)
    with pytest.raises(AtlasError, match="at least one frame"):
        write([], 10)

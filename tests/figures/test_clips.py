import av
import numpy as np
import pytest
from PIL import Image

from activation_atlas.errors import AtlasError
from activation_atlas.figures.clips import pan, read_clip, spaced

LIMIT = 10**6


def _frames(count: int, height: int = 32, width: int = 48) -> list[np.ndarray]:
    return [np.full((height, width, 3), 20 * number, np.uint8) for number in range(count)]


def _folder(path, frames):
    path.mkdir(exist_ok=True)
    for number, frame in enumerate(frames):
        Image.fromarray(frame).save(path / f"{number:03d}.png")
    return path


def test_a_folder_of_images_is_a_clip_in_order_of_names(tmp_path):
    frames = _frames(5)
    clip = read_clip(_folder(tmp_path / "clip", frames), 10, LIMIT)
    assert np.array_equal(clip, np.stack(frames))
    few = read_clip(tmp_path / "clip", 3, LIMIT)
    assert np.array_equal(few, np.stack([frames[number] for number in (0, 2, 4)]))


def test_a_gif_and_a_video_are_clips(tmp_path):
    frames = _frames(6)
    first, *rest = [Image.fromarray(frame) for frame in frames]
    first.save(tmp_path / "clip.gif", save_all=True, append_images=rest, duration=100)
    with av.open(str(tmp_path / "clip.mp4"), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 48, 32, "yuv420p"
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode())
    for name in ("clip.gif", "clip.mp4"):
        clip = read_clip(tmp_path / name, 10, LIMIT)
        assert clip.shape == (6, 32, 48, 3)
        assert clip.dtype == np.uint8
        assert np.abs(clip.astype(int) - np.stack(frames)).max() <= 12


def test_frames_of_different_sizes_are_refused_in_one_sentence(tmp_path):
    folder = _folder(tmp_path / "clip", [*_frames(2), *_frames(1, width=40)])
    with pytest.raises(AtlasError, match=r"Frame 3 .* 40 × 32 pixels, the first one 48 × 32"):
        read_clip(folder, 10, LIMIT)


def test_what_is_no_clip_is_refused(tmp_path):
    with pytest.raises(AtlasError, match="There is no clip"):
        read_clip(tmp_path / "missing.mp4", 10, LIMIT)
    (tmp_path / "note.mp4").write_text("no video")
    with pytest.raises(AtlasError, match=r"note\.mp4' can't be read"):
        read_clip(tmp_path / "note.mp4", 10, LIMIT)
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(AtlasError, match="has no frames"):
        read_clip(folder, 10, LIMIT)
    (folder / "note.png").write_text("no image")
    with pytest.raises(AtlasError, match=r"note\.png' can't be read .* not an image"):
        read_clip(folder, 10, LIMIT)


def test_a_pan_goes_from_end_to_end():
    photo = np.zeros((40, 100, 3), np.uint8)
    photo[:, :, 0] = np.arange(100)
    frames = pan(photo, top=0, window=40, size=40, count=4)
    assert frames.shape == (4, 40, 40, 3)
    assert np.array_equal(frames[0, 0, :, 0], np.arange(40))
    assert np.array_equal(frames[-1, 0, :, 0], np.arange(60, 100))


def test_spaced_frames_keep_both_ends():
    assert spaced(24, 6) == [0, 5, 9, 14, 18, 23]
    assert spaced(3, 6) == [0, 1, 2]

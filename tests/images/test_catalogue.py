import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.images import Unreadable, build_catalogue, open_catalogue
from activation_atlas.settings import ImagesSettings


@pytest.fixture
def opened(tmp_path):
    def open_(settings, size=32):
        build_catalogue(tmp_path / "run", settings, seed=0, size=size, threads=1)
        return open_catalogue(tmp_path / "run", settings)

    return open_


@pytest.fixture
def folder(opened, photo_folder):
    return opened(ImagesSettings(source="folder", path=str(photo_folder)))


def test_names(folder):
    assert len(folder) == 13
    assert folder.size == 32
    assert folder.key(np.uint32(1)) == folder.where(1) == "bird/0.jpg"
    assert folder.group(1) == "bird"


def test_a_view_at_its_own_size_is_the_central_square(folder, picture):
    np.testing.assert_array_equal(folder.read(0, 60), picture[:, 15:75])
    assert folder.read(0, 24).shape == (24, 24, 3)


def test_a_point_of_a_view_lies_where_the_whole_image_shows_it(folder, picture):
    """The view of a 90 × 60 picture is its central square."""
    assert folder.in_image(0, 0, 0) == pytest.approx((0, 15 / 90))
    assert folder.in_image(0, 1, 1) == pytest.approx((1, 75 / 90))
    row, col = folder.in_image(0, 20.5 / 60, 8.5 / 60)
    shown = folder.read(0, 60)[20, 8]
    np.testing.assert_array_equal(picture[int(row * 60), int(col * 90)], shown)


def test_photos_are_read_as_their_crops(opened):
    photos = opened(ImagesSettings(crops=2))
    assert len(photos) == 34
    assert photos.key(0) == "astronaut#0"
    assert photos.where(1) == "photos:astronaut"
    views = [photos.read(i, 16) for i in range(34)]
    assert len({view.tobytes() for view in views}) == 34
    np.testing.assert_array_equal(photos.read(0, 16), views[0])


def test_threads_read_the_same_as_one(opened, photo_folder):
    views = opened(ImagesSettings(source="folder", path=str(photo_folder), crops=8))
    rows = np.random.default_rng(0).permutation(len(views)).tolist()
    alone = [views.read(i, 40) for i in rows]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda i: views.read(i, 40), rows))
    np.testing.assert_array_equal(together, alone)


@pytest.mark.parametrize(
    "centre, corner", [((30, 20), (22, 12)), ((0, 0), (0, 0)), ((59.5, 31), (44, 23))]
)
def test_a_patch_is_a_window_of_the_view(folder, centre, corner):
    row, col = corner
    expected = folder.read(3, 60)[row : row + 16, col : col + 16]
    np.testing.assert_array_equal(folder.patch(3, 60, *centre, 16), expected)


def test_a_patch_larger_than_the_view_is_a_mistake(folder):
    with pytest.raises(AtlasError, match="cells.patch"):
        folder.patch(0, 32, 16, 16, 33)


def test_what_broke_since_is_unreadable(folder, photo_folder):
    (photo_folder / "bird" / "0.jpg").unlink()
    (photo_folder / "bird" / "1.jpg").write_bytes(b"")
    (photo_folder / "bird" / "2.jpg").write_bytes((photo_folder / "alone.png").read_bytes()[:300])
    for i, reason in ((1, "can't be read"), (2, "empty file"), (3, "truncated")):
        with pytest.raises(Unreadable, match=reason):
            folder.read(i, 32)


@pytest.mark.skipif("ATLAS_IMAGES" not in os.environ, reason="ATLAS_IMAGES names no image folder")
def test_a_folder_of_real_photos(opened):
    photos = opened(ImagesSettings(source="folder", path=os.environ["ATLAS_IMAGES"], limit=50))
    files = [Path(os.environ["ATLAS_IMAGES"]) / photos.where(i) for i in range(len(photos))]
    assert len(photos) > 0
    assert all(file.is_file() for file in files)
    assert all(photos.read(i, 64).std() > 1 for i in range(len(photos)))

import numpy as np
import pytest
from PIL import Image

from activation_atlas.dictionaries.image_sets import image_set, photo_names
from activation_atlas.errors import AtlasError

LIMIT = 10**8


@pytest.fixture
def folder(tmp_path):
    """Five images, each of one colour, and a broken one."""
    for number in range(5):
        pixels = np.full((20, 30 + number, 3), 40 * number, np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"{number}.png")
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff nothing more")
    return tmp_path


def test_photos_give_crops_in_turn():
    crops = image_set(["coffee", "text"], 6, 32, LIMIT, 0, "facets.facets.cup")
    assert crops.shape == (6, 32, 32, 3) and crops.dtype == np.uint8
    grey = [np.ptp(crop.astype(int), axis=2).max() < 4 for crop in crops]
    assert grey == [False, True] * 3
    assert len(np.unique(crops.reshape(6, -1), axis=0)) == 6
    np.testing.assert_array_equal(
        crops[:2], image_set(["coffee", "text"], 2, 32, LIMIT, 0, "facets.facets.cup")
    )
    assert (crops != image_set(["coffee", "text"], 6, 32, LIMIT, 1, "facets.facets.cup")).any()


def test_a_folder_gives_its_readable_images(folder):
    squares = image_set(str(folder), 10, 16, LIMIT, 0, "facets.generic")
    assert squares.shape == (5, 16, 16, 3)
    assert sorted(squares[:, 0, 0, 0].tolist()) == [0, 40, 80, 120, 160]
    assert len(image_set(str(folder), 2, 16, LIMIT, 0, "facets.generic")) == 2


def test_sets_that_show_nothing_are_one_sentence(tmp_path, folder):
    empty = tmp_path / "empty"
    empty.mkdir()
    key = "facets.facets.face"
    with pytest.raises(AtlasError, match=f"{key}: the folder '.*empty' .* it is empty: put images"):
        image_set(str(empty), 4, 16, LIMIT, 0, key)
    (empty / "one.png").write_bytes(b"")
    with pytest.raises(AtlasError, match="none of the 1 images in it can be read"):
        image_set(str(empty), 4, 16, LIMIT, 0, key)
    with pytest.raises(AtlasError, match=f"{key}: there is no folder 'nowhere'"):
        image_set("nowhere", 4, 16, LIMIT, 0, key)
    with pytest.raises(AtlasError, match="Did you mean 'coffee'"):
        image_set(["cofee"], 4, 16, LIMIT, 0, key)


def test_all_sample_photos_are_known():
    assert {"chelsea", "china"} < set(photo_names())

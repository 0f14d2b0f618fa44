import numpy as np
import pytest
from PIL import Image

from activation_atlas.errors import AtlasError
from activation_atlas.textures.pictures import load_picture
from activation_atlas.textures.procedural import STYLES


def test_a_computed_style_is_a_square_by_its_name_and_seed():
    found = load_picture("mosaic", 48, 10**6, seed=3)
    assert found.name == "mosaic"
    assert np.array_equal(found.image, STYLES["mosaic"](48, 48, 3))


def test_a_photo_is_reduced_to_its_longer_side():
    assert load_picture("china", 64, 10**6).image.shape == (43, 64, 3)


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA"])
def test_grey_and_transparent_files_are_rgb(mode, tmp_path):
    Image.new(mode, (40, 20)).save(tmp_path / "mine.png")
    found = load_picture(str(tmp_path / "mine.png"), 100, 10**6)
    assert found.name == "mine" and found.image.shape == (20, 40, 3)
    assert (found.image == (0 if mode == "L" else 255)).all()


def test_thirty_megapixels_are_reduced(tmp_path):
    Image.new("RGB", (6000, 5000), (10, 200, 30)).save(tmp_path / "huge.png")
    found = load_picture(str(tmp_path / "huge.png"), 60, 10**8)
    assert found.image.shape == (50, 60, 3) and (found.image == (10, 200, 30)).all()


@pytest.mark.parametrize(
    ("name", "told"), [("chnia", "Did you mean 'china'"), ("nowhere.png", "'nowhere.png'")]
)
def test_a_picture_that_is_not_there_is_one_sentence(name, told):
    with pytest.raises(AtlasError, match=told):
        load_picture(name, 64, 10**6)

import numpy as np
import pytest
from PIL import Image

from activation_atlas.errors import AtlasError
from activation_atlas.images.whole import fitted, whole_photo


def test_a_photo_is_had_by_name_or_by_path(tmp_path):
    assert whole_photo("china", 10**8).shape == (427, 640, 3)
    pixels = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)
    Image.fromarray(pixels).save(tmp_path / "own.png")
    np.testing.assert_array_equal(whole_photo(str(tmp_path / "own.png"), 100), pixels)


def test_a_photo_that_cannot_be_had_is_one_sentence(tmp_path):
    with pytest.raises(AtlasError, match="no sample photo and no file 'chima'. Did you mean 'chi"):
        whole_photo("chima", 100)
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff nothing more")
    with pytest.raises(AtlasError, match=r"broken.jpg' can't be read \(.*\): give another one."):
        whole_photo(str(tmp_path / "broken.jpg"), 100)
    with pytest.raises(AtlasError, match="too large: 640×427 pixels"):
        whole_photo("china", 100)


def test_photos_keep_their_aspect_and_are_never_enlarged():
    photo = np.zeros((100, 200, 3), np.uint8)
    assert fitted(photo, 50).shape == (25, 50, 3)
    assert fitted(photo, 300) is photo

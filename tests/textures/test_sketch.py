import numpy as np
import pytest
from PIL import Image

from activation_atlas.errors import AtlasError
from activation_atlas.settings import DoodlesSettings, parse
from activation_atlas.textures.landscape import landscape, rearranged
from activation_atlas.textures.sketch import Sketch, load_sketch

LIMIT = 10**6


@pytest.fixture
def files(tmp_path) -> dict[str, str]:
    """Return the paths of a photo, its mask and a target mask of another shape."""
    photo, mask = landscape(64, 96)
    pictures = {"photo": photo, "mask": mask, "target_mask": rearranged(80, 60)}
    for name, picture in pictures.items():
        Image.fromarray(picture).save(tmp_path / f"{name}.png")
    return {name: str(tmp_path / f"{name}.png") for name in pictures}


def _load(**settings: object) -> Sketch:
    return load_sketch(parse(DoodlesSettings, settings), LIMIT, 0)


def test_without_pictures_it_is_the_computed_landscape():
    sketch = _load(source_size=96, size=66)
    assert np.array_equal(sketch.photo, landscape(64, 96)[0])
    assert np.array_equal(sketch.mask, landscape(64, 96)[1])
    assert np.array_equal(sketch.target_mask, rearranged(44, 66))
    assert sketch.content is None


def test_pictures_are_reduced_and_masks_keep_their_colours(files):
    sketch = _load(**files, source_size=48, size=40)
    assert sketch.photo.shape == sketch.mask.shape == (32, 48, 3)
    assert sketch.target_mask.shape == (40, 30, 3)
    for mask in (sketch.mask, sketch.target_mask):
        assert len(np.unique(mask.reshape(-1, 3), axis=0)) == 5


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "I;16"])
def test_masks_of_any_mode_are_taken_as_rgb(files, mode, tmp_path):
    grey = Image.fromarray(np.repeat([[0, 255]], 48, 1).repeat(64, 0).astype(np.uint8))
    grey = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257) if mode == "I;16" else grey
    converted = grey if mode == "I;16" else grey.convert(mode)
    converted.save(tmp_path / "grey.png")
    sketch = _load(**files | {"mask": str(tmp_path / "grey.png")})
    assert np.unique(sketch.mask.reshape(-1, 3), axis=0).tolist() == [[0] * 3, [255] * 3]


def test_what_is_transparent_is_white(files, tmp_path):
    clear = np.zeros((64, 96, 4), np.uint8)
    clear[:, 48:, 3] = 255
    Image.fromarray(clear).save(tmp_path / "clear.png")
    sketch = _load(**files | {"mask": str(tmp_path / "clear.png")})
    assert (sketch.mask[:, :48] == 255).all() and not sketch.mask[:, 48:].any()


def test_sizes_that_do_not_agree_are_one_sentence(files):
    with pytest.raises(AtlasError, match="photo.png' has 96 × 64 pixels, but '.*png' has 60 × 80"):
        _load(**files | {"mask": files["target_mask"]})
    with pytest.raises(AtlasError, match="give two of the same size"):
        _load(**files, content=files["photo"])
    with pytest.raises(AtlasError, match="no sample photo and no file"):
        _load(**files | {"mask": "nowhere.png"})


def test_content_is_as_large_as_the_target_mask(files):
    sketch = _load(**files | {"target_mask": files["mask"]}, content=files["photo"], size=48)
    assert sketch.content.shape == sketch.target_mask.shape == (32, 48, 3)


def test_pictures_come_together_or_not_at_all():
    with pytest.raises(AtlasError, match="photo, mask and target_mask belong together"):
        _load(photo="china")

import numpy as np
import pytest
from PIL import Image

from activation_atlas.errors import AtlasError
from activation_atlas.images.whole import whole_photo
from activation_atlas.settings import TexturesSettings, parse
from activation_atlas.textures.sources import check_regions, load_source

LIMIT = 10**8


def _settings(**values: object) -> TexturesSettings:
    return parse(TexturesSettings, {"source_size": 64} | values)


def test_the_central_square_is_taken(tmp_path):
    image = np.zeros((64, 100, 3), np.uint8)
    image[:, 18:82] = np.arange(64 * 64 * 3).reshape(64, 64, 3) % 251
    Image.fromarray(image).save(tmp_path / "wide.png")
    found = load_source(str(tmp_path / "wide.png"), _settings(), LIMIT)
    assert np.array_equal(found, image[:, 18:82])


def test_a_region_is_in_shares_of_width_and_height(tmp_path):
    image = np.zeros((200, 400, 3), np.uint8)
    image[100:164, 300:364] = np.arange(64 * 64 * 3).reshape(64, 64, 3) % 251
    name = str(tmp_path / "large.png")
    Image.fromarray(image).save(name)
    regions = {name: [0.75, 0.5, 0.91, 0.82]}
    found = load_source(name, _settings(regions=regions), LIMIT)
    assert np.array_equal(found, image[100:164, 300:364])


def test_the_flower_is_petals_by_default():
    """Its background is green, its petals are orange."""
    found = load_source("flower", _settings(), LIMIT).astype(float)
    assert (found[..., 0] > found[..., 2]).mean() > 0.99
    whole = whole_photo("flower", LIMIT).astype(float)
    assert (whole[..., 0] > whole[..., 2]).mean() < 0.5


def test_a_source_is_reduced_or_enlarged():
    for size in (64, 600):
        assert load_source("gravel", _settings(source_size=size), LIMIT).shape == (size, size, 3)


def test_files_of_any_kind_become_rgb(tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (80, 80), np.uint8)
    grey, alpha = Image.fromarray(noise), Image.fromarray(noise).convert("RGBA")
    alpha.putalpha(128)
    for name, image in {"grey": grey, "alpha": alpha}.items():
        image.save(tmp_path / f"{name}.png")
        found = load_source(str(tmp_path / f"{name}.png"), _settings(), LIMIT)
        assert found.shape == (64, 64, 3) and found.dtype == np.uint8
        assert np.ptp(found.astype(int), axis=2).max() == 0


def test_thirty_megapixels_are_reduced(tmp_path):
    Image.new("RGB", (6000, 5000), (200, 100, 50)).save(tmp_path / "large.png", compress_level=1)
    found = load_source(str(tmp_path / "large.png"), _settings(), LIMIT)
    assert found.shape == (64, 64, 3) and (found == (200, 100, 50)).all()


@pytest.mark.parametrize(
    ("name", "regions", "told"),
    [
        ("gravle", {}, "Did you mean 'gravel'"),
        ("gravel", {"gravel": [0.5, 0.5, 0.5, 1]}, "has no area"),
        ("gravel", {"gravel": [0.9, 0, 0.1, 1]}, "has no area"),
        ("gravel", {"gravel": [0, 0, 0.01, 1]}, "has 5 pixels a side"),
    ],
)
def test_a_mistake_is_one_sentence(name, regions, told):
    with pytest.raises(AtlasError) as error:
        load_source(name, _settings(regions=regions), LIMIT)
    assert told in str(error.value) and "\n" not in str(error.value)


def test_a_region_outside_the_photo_is_told():
    with pytest.raises(AtlasError, match=r"'regions.gravel.2' is 1.2: .* less than or equal to 1"):
        _settings(regions={"gravel": [0, 0, 1.2, 1]})


def test_a_region_of_no_source_is_told():
    check_regions(_settings(sources=["gravel"]))
    with pytest.raises(AtlasError, match="Did you mean 'gravel'"):
        check_regions(_settings(regions={"gravle": [0, 0, 1, 1]}))

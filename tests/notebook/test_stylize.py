import numpy as np
import pytest
from PIL import Image

import activation_atlas as atlas
from activation_atlas.errors import AtlasError
from activation_atlas.settings import TextureNetworkSettings

SMALL = {"size": 48, "layers": ["conv1_1"], "content_layers": ["conv2_1"], "steps": 3, "octaves": 1}


def test_a_photo_is_painted_in_a_style():
    painted = atlas.stylize("china", "mosaic", **SMALL, snapshots=[1])
    assert painted.image.size == (48, 32) and painted.curve.shape == (3,)
    assert list(painted.snapshots) == [1]
    assert painted.settings["network"]["weights"] == "random"
    assert painted.settings["styles"]["photos"] == ["china"]
    assert painted.settings["styles"]["styles"] == ["mosaic"]
    same = atlas.stylize("china", ["mosaic", "dots"], blend=[1, 0], **SMALL)
    assert np.array_equal(painted.image, same.image)


def test_grey_and_transparent_files_are_taken(tmp_path):
    for mode in ("L", "RGBA"):
        path = str(tmp_path / f"{mode}.png")
        Image.effect_noise((80, 60), 60).convert(mode).save(path)
        assert atlas.stylize(path, path, **SMALL).image.size == (48, 36)


def test_the_filter_bank_can_be_named():
    texture_network = TextureNetworkSettings(name="filter_bank")
    none = {"layers": None, "content_layers": None, "size": 64, "steps": 1}
    painted = atlas.stylize("china", "waves", texture_network=texture_network, **SMALL | none)
    assert painted.settings["network"]["name"] == "filter_bank"


@pytest.mark.parametrize(
    ("style", "changed", "told"),
    [
        ("starry", {}, "'starry'"),
        ("waves", {"ratios": 3}, "Did you mean 'ratio'"),
        ("waves", {"layers": ["conv5_1"]}, "a place of conv5_1 sees 156"),
        ("waves", {"weights": [1, 1]}, "2 weights for 1 layers"),
        ("waves", {"blend": [0]}, "a share above 0"),
        ("waves", {"start": "nothing"}, "'start' is 'nothing'"),
    ],
)
def test_a_mistake_is_one_sentence(style, changed, told):
    with pytest.raises(AtlasError) as error:
        atlas.stylize("china", style, **SMALL | changed)
    assert told in str(error.value) and "\n" not in str(error.value)

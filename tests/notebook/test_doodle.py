import numpy as np
import pytest
from PIL import Image

import activation_atlas as atlas
from activation_atlas.errors import AtlasError
from activation_atlas.settings import TextureNetworkSettings
from activation_atlas.textures.landscape import landscape, rearranged

SMALL = {"source_size": 64, "size": 48, "layers": ["conv1_1", "conv2_1"], "steps": 3}


def test_without_pictures_it_is_a_computed_landscape():
    painted = atlas.doodle(**SMALL, snapshots=[1])
    assert painted.image.size == (48, 32)
    assert painted.curve.shape == (6,)
    assert list(painted.snapshots) == [1] and painted.snapshots[1].size == (24, 16)
    assert painted.settings["network"]["weights"] == "random"
    assert painted.settings["doodles"]["steps"] == 3


def test_pictures_of_ones_own_are_taken(tmp_path):
    photo, mask = landscape(64, 96)
    pictures = [photo, mask, rearranged(60, 40)]
    paths = [str(tmp_path / f"{number}.png") for number in range(3)]
    for picture, path in zip(pictures, paths):
        Image.fromarray(picture).save(path)
    painted = atlas.doodle(*paths, **SMALL)
    assert painted.image.size == (32, 48)
    same = atlas.doodle(*paths, **SMALL)
    other = atlas.doodle(*paths, **SMALL, seed=1)
    assert np.array_equal(painted.image, same.image)
    assert not np.array_equal(painted.image, other.image)


def test_the_filter_bank_can_be_named():
    texture_network = TextureNetworkSettings(name="filter_bank")
    bank = {"layers": None, "steps": 1, "octaves": 1, "source_size": 84}
    painted = atlas.doodle(texture_network=texture_network, **SMALL | bank)
    assert painted.settings["network"]["name"] == "filter_bank"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"photo": "china"}, "belong together"),
        ({"colour": 3}, "'colour' is no known key. Did you mean 'colours'"),
        ({"steps": 0}, "'steps' is 0"),
        ({"colours": 2}, "more than 2 colours"),
        ({"photo": "china", "mask": "flower", "target_mask": "nowhere.png"}, "'nowhere.png'"),
    ],
)
def test_a_mistake_is_one_sentence(changed, told):
    with pytest.raises(AtlasError) as error:
        atlas.doodle(**SMALL | changed)
    assert told in str(error.value) and "\n" not in str(error.value)

import numpy as np
import pytest

import activation_atlas as atlas
from activation_atlas.errors import AtlasError
from activation_atlas.notebook.result import Result
from activation_atlas.settings import TextureNetworkSettings

SMALL = {"source_size": 40, "size": (32, 48), "layers": ["conv1_1"], "steps": 3, "octaves": 1}
BANK = TextureNetworkSettings(name="filter_bank")


def test_a_long_texture_of_a_small_source_is_no_mistake():
    """The source is reduced by octaves, not to the texture's shape."""
    long = {"size": (32, 128), "layers": ["pool1"], "octaves": 4}
    assert atlas.synthesize("gravel", **SMALL | long).image.size == (128, 32)


def test_a_texture_comes_with_what_made_it():
    made = atlas.synthesize("gravel", seed=3, snapshots=[2], **SMALL)
    assert isinstance(made, Result)
    assert made.image.size == made.snapshots[2].size == (48, 32)
    assert made.curve.shape == (3,) and made.curve[-1] < made.curve[0]
    assert made.settings["textures"]["layers"] == ["conv1_1"] and made.settings["seed"] == 3


def test_seeds_regions_and_networks_make_a_difference():
    calls = (
        {},
        {"seed": 1},
        {"region": (0, 0, 0.2, 0.2)},
        {"texture_network": TextureNetworkSettings(seed=1)},
        {"components": 4},
    )
    made = [np.asarray(atlas.synthesize("gravel", **SMALL, **call).image) for call in calls]
    assert all(
        not np.array_equal(one, other)
        for number, one in enumerate(made)
        for other in made[number + 1 :]
    )
    again = atlas.synthesize("gravel", **SMALL)
    assert np.array_equal(made[0], again.image)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"source": "gravle"}, "Did you mean 'gravel'"),
        ({"region": (0, 0, 1.5, 1)}, "'regions.gravel.2' is 1.5"),
        ({"region": (0.5, 0, 0.5, 1)}, "has no area"),
        ({"samples": 2}, "another seed"),
        ({"sources": ["gravel", "brick"]}, "another seed"),
        ({"step": 2}, "Did you mean 'steps'"),
        ({"size": (8, 8)}, "'size.0' is 8"),
        (
            {"layers": ["pool1"], "octaves": 6},
            "'gravel' has 40 × 40 pixels, too small",
        ),
        (
            {"layers": ["pool2"], "octaves": 5, "size": (64, 32), "source_size": 64},
            "'texture' has 32 × 64 pixels",
        ),
        (
            {
                "texture_network": BANK,
                "layers": None,
                "source_size": 64,
                "octaves": 2,
                "seamless": True,
            },
            "at least 54 pixels for 'filter_bank', not 32",
        ),
    ],
)
def test_a_mistake_is_one_sentence(settings, told):
    with pytest.raises(AtlasError) as error:
        atlas.synthesize(**{"source": "gravel"} | SMALL | settings)
    assert told in str(error.value) and "\n" not in str(error.value)

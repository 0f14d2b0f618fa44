import numpy as np
import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.settings import StylesSettings, TextureNetworkSettings, parse
from activation_atlas.textures.pictures import Picture
from activation_atlas.textures.style_defaults import style_shares, with_defaults

TRAINED = TextureNetworkSettings(weights="download")


def test_trained_weights_get_what_the_paper_did():
    found = with_defaults(StylesSettings(), TRAINED)
    assert found.layers == ["conv1_1", "conv2_1", "conv3_1", "conv4_1", "conv5_1"]
    assert found.weights == [0.2] * 5 and found.content_layers == ["conv4_2"]
    assert (found.balance, found.ratio, found.colours) == ("paper", 1e-3, 0)


def test_random_weights_are_balanced_by_energy_and_told_the_colours():
    found = with_defaults(StylesSettings(), TextureNetworkSettings())
    assert found.balance == "energy" and found.colours > 0 and sum(found.weights) == 1
    assert found.source_size == found.size
    bank = with_defaults(StylesSettings(), TextureNetworkSettings(name="filter_bank"))
    assert bank.layers == bank.content_layers == ["bank"]


def test_what_the_config_says_stays():
    given = {"layers": ["conv1_1"], "weights": [3], "ratio": 0, "balance": "energy", "colours": 0}
    found = with_defaults(parse(StylesSettings, given | {"source_size": 64}), TRAINED)
    assert found.layers == ["conv1_1"] and found.weights == [3] and found.ratio == 0
    assert (found.balance, found.source_size, found.colours) == ("energy", 64, 0)
    assert with_defaults(found, TRAINED) == found


def test_weights_of_another_count_are_one_sentence():
    with pytest.raises(AtlasError, match="2 weights for 1 layers"):
        with_defaults(StylesSettings(layers=["conv1_1"], weights=[1, 2]), TRAINED)


def test_shares_sum_to_one_and_those_of_nothing_are_left_out():
    styles = [Picture(name, np.zeros((1, 1, 3), np.uint8)) for name in "abc"]
    assert [share for _, share in style_shares(styles, None)] == [1 / 3] * 3
    found = style_shares(styles, [3, 0, 1])
    assert [(style.name, share) for style, share in found] == [("a", 0.75), ("c", 0.25)]
    with pytest.raises(AtlasError, match="2 shares for 3 styles"):
        style_shares(styles, [1, 1])


def test_a_blend_of_nothing_is_one_sentence():
    with pytest.raises(AtlasError, match="some style a share"):
        parse(StylesSettings, {"blend": [0, 0]})

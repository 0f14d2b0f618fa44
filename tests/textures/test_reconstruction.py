from dataclasses import replace

import numpy as np
import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.settings import StylesSettings, TextureNetworkSettings
from activation_atlas.textures.pictures import load_picture
from activation_atlas.textures.reconstruction import content_reconstruction, style_reconstruction
from activation_atlas.textures.style_defaults import with_defaults
from made_up import random_vgg

PHOTO = load_picture("china", 48, 10**6)
STYLE = load_picture("strokes", 48, 10**6)
SETTINGS = with_defaults(StylesSettings(steps=40, snapshots=[]), TextureNetworkSettings())


def _off(image: np.ndarray, other: np.ndarray) -> float:
    return np.abs(image.astype(int) - other).mean()


def test_a_low_layer_gives_the_photo_back_and_a_higher_one_less():
    low, high = (
        content_reconstruction(random_vgg(), PHOTO, layer, SETTINGS).image
        for layer in ("conv1_1", "conv3_1")
    )
    assert _off(low, PHOTO.image) < 6 < _off(high, PHOTO.image)


def test_a_style_comes_back_without_its_places():
    made = style_reconstruction(random_vgg(), STYLE, ["conv1_1", "conv2_1"], SETTINGS)
    assert made.curve[-1] < made.curve[0] / 20
    assert np.abs(made.image.mean((0, 1)) - STYLE.image.mean((0, 1))).max() < 10
    assert _off(made.image, STYLE.image) > 25


def test_both_depend_on_the_seed_alone():
    few = replace(SETTINGS, steps=3)
    for make, what in ((content_reconstruction, "conv1_1"), (style_reconstruction, ["conv1_1"])):
        one, same, other = (make(random_vgg(), PHOTO, what, few, seed).image for seed in (0, 0, 1))
        assert np.array_equal(one, same) and not np.array_equal(one, other)


def test_layers_that_are_not_there_are_one_sentence():
    with pytest.raises(AtlasError, match="no layer 'conv1_7'"):
        content_reconstruction(random_vgg(), PHOTO, "conv1_7", SETTINGS)
    with pytest.raises(AtlasError, match="place of conv4_1 sees 68"):
        style_reconstruction(random_vgg(), STYLE, ["conv4_1"], SETTINGS)

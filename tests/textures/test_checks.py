import numpy as np
import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.networks.device import REFERENCE
from activation_atlas.networks.filter_bank import FilterBank
from activation_atlas.networks.vgg import Vgg
from activation_atlas.textures.checks import check_layers, check_octaves, check_reach, check_tile
from made_up import random_vgg


@pytest.fixture(scope="module")
def vgg() -> Vgg:
    return random_vgg()


def test_an_unknown_layer_is_refused_with_the_nearest(vgg):
    check_layers(vgg, ["conv1_1", "pool4"])
    with pytest.raises(AtlasError, match="no layer 'conv1_9'. Did you mean 'conv1_"):
        check_layers(vgg, ["conv1_1", "conv1_9"])


def test_an_image_smaller_than_the_receptive_field_is_refused(vgg):
    image = np.zeros((67, 90, 3), np.uint8)
    check_reach(vgg, ["conv1_1", "pool3"], image, "gravel")
    with pytest.raises(AtlasError, match="'gravel' has 90 × 67 pixels, but"):
        check_reach(vgg, ["conv4_1", "conv1_1"], image, "gravel")


def test_octaves_leave_every_layer_a_place(vgg):
    image = np.zeros((16, 90, 3), np.uint8)
    check_octaves(vgg, ["conv1_1", "pool2"], image.shape[:2], "gravel", 3)
    with pytest.raises(AtlasError, match="'gravel' has 90 × 16 pixels, too small for 4 octaves"):
        check_octaves(vgg, ["conv1_1", "pool2"], image.shape[:2], "gravel", 4)


def test_seamless_sides_fit_the_layers(vgg):
    assert check_tile(vgg, ["conv1_1", "conv3_1"], (64, 128), 1) == 4
    with pytest.raises(AtlasError, match="multiples of 4 pixels for .* take 128"):
        check_tile(vgg, ["conv1_1", "conv3_1"], (64, 126), 1)


def test_seamless_octaves_are_as_large_as_half_the_widest_filter():
    bank = FilterBank(REFERENCE, 0, sides=(3, 11), each=2)
    assert check_tile(bank, ["bank"], (12, 10), 2) == 1
    with pytest.raises(AtlasError, match="2 octaves has sides of at least 10 pixels .* not 9"):
        check_tile(bank, ["bank"], (12, 9), 2)

import numpy as np
import pytest

from activation_atlas.dictionaries.grid import render_grid
from activation_atlas.dictionaries.groups import factors
from activation_atlas.networks import load_network
from activation_atlas.settings import DeviceSettings, IconsSettings, NetworkSettings

LAYER = "blocks.2.1"
QUICK = IconsSettings(size=32, steps=3)


@pytest.fixture(scope="module")
def network():
    return load_network(NetworkSettings(), DeviceSettings(name="cpu"), [LAYER, "blocks.3.0"])


def test_places_and_groups_have_icons_in_their_order(network):
    draw = np.random.default_rng(0)
    activation = draw.normal(size=(3, 5, network.channels[LAYER])).astype(np.float32)
    groups = factors(activation, 2)
    grid = render_grid(network, LAYER, activation, groups, QUICK, (0, "photo"))
    assert grid.icon.shape == (3, 5, 32, 32, 3) and grid.icon.dtype == np.uint8
    assert grid.cosine.shape == (3, 5) and grid.cosine.dtype == np.float32
    assert grid.group_icon.shape == (2, 32, 32, 3)
    again = render_grid(network, LAYER, activation, groups, QUICK, (0, "photo"))
    np.testing.assert_array_equal(again.icon, grid.icon)
    np.testing.assert_array_equal(again.group_icon, grid.group_icon)
    other = render_grid(network, LAYER, activation, groups, QUICK, (1, "photo"))
    assert (other.icon != grid.icon).any() and (other.group_icon != grid.group_icon).any()


def test_a_dead_place_spoils_no_other(network):
    activation = np.ones((1, 2, network.channels[LAYER]), np.float32)
    activation[0, 1] = 0
    grid = render_grid(network, LAYER, activation, factors(activation, 1), QUICK, (0, "dead"))
    assert np.isfinite(grid.cosine).all() and grid.cosine[0, 1] == 0
    assert grid.icon[0, 0].std() > 1

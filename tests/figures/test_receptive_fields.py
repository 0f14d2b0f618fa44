import numpy as np
import pytest

from activation_atlas.drawing.panel import PAPER
from activation_atlas.figures import receptive_fields
from activation_atlas.figures.receptive_fields import APART, GAP, LAYERS
from activation_atlas.networks import Network, layer_table, load_network
from activation_atlas.settings import DeviceSettings, NetworkSettings


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network(NetworkSettings(), DeviceSettings(name="cpu"), [])


def test_a_block_holds_each_unit_as_two_by_two_starts_at_true_size():
    pictures = [np.full((5, 5, 3), number, np.uint8) for number in range(8)]
    block = receptive_fields._block(pictures)
    assert block.shape == (10 + GAP, 2 * (10 + GAP) + APART, 3)
    second = 10 + GAP + APART
    places = [(0, 0), (0, 5 + GAP), (5 + GAP, 0), (5 + GAP, 5 + GAP)]
    for number, (top, left) in enumerate(places):
        for unit, start in enumerate((0, second)):
            picture = block[top : top + 5, start + left : start + left + 5]
            assert np.all(picture == 4 * unit + number)
    assert np.all(block[:, 10 + GAP : second] == PAPER)


@pytest.mark.parametrize(
    ("side", "canvas"), [(7, 32), (39, 64), (121, 160), (221, 224), (224, 224)]
)
def test_a_canvas_shows_the_whole_field_and_is_no_larger_than_the_input(network, side, canvas):
    assert receptive_fields._canvas(network, side) == canvas


def test_large_fields_leave_room_for_fewer_units():
    assert [receptive_fields._count(side) for side in (7, 39, 121, 224, 600)] == [12, 9, 3, 2, 2]


def test_the_chosen_layers_exist_and_cover_every_resolution():
    name = "efficientnet_lite0"
    table = {layer.name: layer.stride for layer in layer_table(name)}
    assert [table[layer] for layer in LAYERS[name]] == [2, 4, 8, 16, 16, 32, 32]

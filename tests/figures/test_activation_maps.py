import numpy as np
import pytest

from activation_atlas.figures.activation_maps import (
    FACES,
    STEPS,
    Marked,
    activation_maps,
    correlations,
)
from activation_atlas.networks import Network, load_network
from activation_atlas.settings import DeviceSettings, NetworkSettings

LAYER = "blocks.2.1"


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network(NetworkSettings(), DeviceSettings(name="cpu", micro_batch=16), [LAYER])


def test_maps_are_the_layers_activations_of_any_size(network):
    frames = np.random.default_rng(0).integers(0, 256, (18, 48, 64, 3), np.uint8)
    maps = activation_maps(network, LAYER, frames)
    assert maps.shape == (18, network.channels[LAYER], 6, 8)
    assert maps.dtype == np.float32
    one = activation_maps(network, LAYER, frames[17:])
    np.testing.assert_allclose(maps[17:], one, rtol=1e-3, atol=1e-3)


def test_a_channel_that_is_the_label_correlates_fully():
    draw = np.random.default_rng(0)
    label = draw.random((5, 4, 4))
    maps = draw.random((5, 3, 4, 4))
    maps[:, 1] = 7 - 2 * label
    maps[:, 2] = 3
    found = correlations(maps, label)
    assert found[1] == pytest.approx(-1)
    assert found[2] == 0
    assert abs(found[0]) < 0.5


def test_the_marked_face_moves_left_as_the_window_moves_right():
    marked = Marked("made up", face=(40, 0, 60, 20), top=0, window=40)
    covered = marked.covered(rows=4, columns=4, width=100)
    assert covered.shape == (STEPS, 4, 4)
    assert covered.sum(axis=(1, 2)).max() == pytest.approx(4)  # 20 × 20 pixels of 10 × 10 places
    middle = covered.sum(1) @ np.arange(4)
    assert np.all(np.diff(middle[covered.sum(axis=(1, 2)) > 3.99]) < 0)
    assert not np.any(covered[:, 2:])


def test_faces_lie_in_their_windows():
    for face in FACES:
        assert face.top <= face.face[1] < face.face[3] <= face.top + face.window

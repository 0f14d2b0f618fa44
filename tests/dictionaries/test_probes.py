import numpy as np
import pytest
import torch

from activation_atlas.dictionaries.image_sets import image_set
from activation_atlas.dictionaries.probes import layer_maps, probe, probes
from activation_atlas.networks import load_network
from activation_atlas.raster import to_rgb
from activation_atlas.settings import DeviceSettings, NetworkSettings

CPU = DeviceSettings("cpu", "float32")
LAYERS = ["blocks.1.1", "blocks.2.1"]


@pytest.fixture(scope="module")
def network():
    return load_network(NetworkSettings(), CPU, LAYERS)


def crops(name, count, key="set"):
    return image_set([name], count, 64, 10**8, 0, key)


def maps(count, seed):
    return np.random.default_rng(seed).standard_normal((count, 3, 4, 5)).astype(np.float32)


def test_a_probe_finds_the_place_and_the_channel_that_tell():
    own, others = maps(40, 0), maps(60, 1)
    own[:, 1, 2, 3] += 4
    others[:, 0, 0, 4] += 4
    weights = probe(own, others)
    assert weights.shape == (3, 4, 5) and weights.dtype == np.float32
    assert np.unravel_index(weights.argmax(), weights.shape) == (1, 2, 3)
    assert np.unravel_index(weights.argmin(), weights.shape) == (0, 0, 4)
    assert np.square(weights).mean() == pytest.approx(1, rel=1e-5)


def test_kinds_count_alike_and_scale_does_not_matter():
    own, others = maps(30, 0) + 0.5, maps(30, 1)
    expected = probe(own, others)
    twice = probe(own, np.concatenate([others, others]))
    # As many more images weigh more against the ridge, so not to the last digit.
    assert np.corrcoef(twice.ravel(), expected.ravel())[0, 1] > 0.95
    np.testing.assert_allclose(probe(100 * own, 100 * others), expected, rtol=0.02, atol=0.02)
    np.testing.assert_allclose(probe(others, own), -expected, rtol=0.02, atol=0.02)


def test_probes_tell_photos_they_were_not_made_from(network):
    generic = crops("coffee", 24)
    found = probes(network, {"grass": crops("grass", 24), "text": crops("text", 24)}, generic)
    assert list(found) == ["grass", "text"] and list(found["text"]) == LAYERS
    for name in found:
        own = layer_maps(network, crops(name, 20, "other"))
        others = layer_maps(network, crops("coffee", 20, "other"))
        for layer, weights in found[name].items():
            told = [np.einsum("nchw,chw->n", kind[layer], weights) for kind in (own, others)]
            assert (told[0] > 0).mean() > 0.9 and (told[1] < 0).mean() > 0.9


def test_maps_are_the_networks_whatever_the_threads(network):
    images = crops("chelsea", 19)
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        two = layer_maps(network, images)
        torch.set_num_threads(1)
        one = layer_maps(network, images)
    finally:
        torch.set_num_threads(before)
    with torch.no_grad():
        expected = network.activations(to_rgb(images))
    for layer in LAYERS:
        np.testing.assert_array_equal(one[layer], two[layer])
        np.testing.assert_allclose(one[layer], expected[layer], rtol=1e-3, atol=1e-4)

import numpy as np
import pytest
import torch

from activation_atlas.dictionaries.facets import Facet, facet_pictures, faceted, response
from activation_atlas.errors import AtlasError
from activation_atlas.networks import load_network
from activation_atlas.optimize.objectives import Outputs
from activation_atlas.recipes import find
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.settings import DeviceSettings, NetworkSettings

LAYER, EARLY = "blocks.2.1", ("blocks.1.0", "blocks.1.1")
SIZE, STEPS = 48, 12
CHANNELS = 40


@pytest.fixture(scope="module")
def network():
    settings = DeviceSettings("cpu", "float32")
    return load_network(NetworkSettings(), settings, [*EARLY, LAYER])


@pytest.fixture(scope="module")
def weights(network):
    random = np.random.default_rng(0)
    return {
        layer: random.standard_normal((network.channels[layer], 7, 7)).astype(np.float32)
        for layer in EARLY
    }


@pytest.fixture(scope="module")
def recipe():
    return find("goh2021").with_steps(STEPS)


def pictures(network, recipe, wanted):
    return list(facet_pictures(network, recipe, LAYER, wanted, SIZE, 0))


def outputs_of(network, count=2):
    images = torch.rand(count, 3, SIZE, SIZE, generator=torch.Generator().manual_seed(0))
    images.requires_grad_()
    return images, Outputs(images, images, network.activations(images))


def one_hot(*numbers):
    return torch.eye(CHANNELS)[list(numbers)]


def test_the_response_is_the_mean_of_what_is_positive(network):
    _, outputs = outputs_of(network)
    scores = response(LAYER, one_hot(3, 5))(outputs)
    maps = outputs.activations[LAYER]
    expected = torch.stack([maps[0, 3].clamp(min=0).mean(), maps[1, 5].clamp(min=0).mean()])
    torch.testing.assert_close(scores, expected)


def test_the_facet_is_what_excites_the_unit_times_the_probe(network, weights):
    _, outputs = outputs_of(network)
    unit = response(LAYER, one_hot(3, 5))
    stacked = {layer: torch.from_numpy(np.stack([own, -own])) for layer, own in weights.items()}
    strengths = torch.tensor([0.5, 2.0])
    found = faceted(unit, stacked, strengths)(outputs)
    scores = unit(outputs)
    expected = scores.detach().clone()
    for layer in EARLY:
        maps = outputs.activations[layer]
        (slope,) = torch.autograd.grad(scores.sum(), maps, retain_graph=True)
        resized = torch.nn.functional.interpolate(stacked[layer], maps.shape[2:], mode="bilinear")
        expected += strengths * 5 / 2 * (resized * maps * slope.clamp(min=0)).sum((1, 2, 3))
    torch.testing.assert_close(found.detach(), expected.detach())


def test_the_derivative_counts_as_given(network, weights):
    """The gradient with respect to a_l is ∂f/∂a_l + (5/L) s w_l ∘ ReLU(∂f/∂a_l) + no more."""
    images, outputs = outputs_of(network, 1)
    last = outputs.activations[EARLY[1]]
    unit = response(LAYER, one_hot(3))
    stacked = {EARLY[1]: torch.from_numpy(weights[EARLY[1]])[None]}
    total = faceted(unit, stacked, torch.tensor([2.0]))(outputs).sum()
    (found,) = torch.autograd.grad(total, last, retain_graph=True)
    (slope,) = torch.autograd.grad(unit(outputs).sum(), last)
    resized = torch.nn.functional.interpolate(stacked[EARLY[1]], last.shape[2:], mode="bilinear")
    torch.testing.assert_close(found, slope + 5 * 2.0 * resized * slope.clamp(min=0))


def test_without_a_probe_it_is_the_plain_visualization(network, recipe, weights):
    names = [(LAYER, number) for number in (3, 5)]
    order = Order([3, 5], lambda some: response(LAYER, one_hot(*some)), names, SIZE, SIZE, 0)
    plain = list(render(network, recipe, order))
    nothing = {layer: np.zeros_like(own) for layer, own in weights.items()}
    for facet in (Facet(nothing, 5.0), Facet(weights, 0.0)):
        made = pictures(network, recipe, [(3, facet), (5, facet)])
        for one, other in zip(made, plain):
            np.testing.assert_array_equal(one.image, other.image)
            np.testing.assert_array_equal(one.curve, other.curve)
    (changed,) = pictures(network, recipe, [(3, Facet(weights, 5.0))])
    assert (changed.image != plain[0].image).any()


def test_a_picture_does_not_depend_on_its_batch_mates(network, recipe, weights):
    wanted = [(channel, Facet(weights, strength)) for channel in (3, 5) for strength in (0.5, 4.0)]
    together = pictures(network, recipe, wanted)
    (alone,) = pictures(network, recipe, wanted[2:3])
    np.testing.assert_array_equal(together[2].image, alone.image)


def test_what_cannot_be_pictured_is_one_sentence(network, recipe, weights):
    with pytest.raises(AtlasError, match="no channel 40 of blocks.2.1: its channels are 0 to 39"):
        pictures(network, recipe, [(40, Facet(weights, 1.0))])
    late = {LAYER: np.ones((CHANNELS, 3, 3), np.float32)}
    with pytest.raises(AtlasError, match="can't be told in 'blocks.2.1'.*facets.layers"):
        list(facet_pictures(network, recipe, EARLY[0], [(3, Facet(late, 1.0))], SIZE, 0))
    unit = response(EARLY[0], torch.eye(network.channels[EARLY[0]])[[3]])
    stacked = {LAYER: torch.from_numpy(late[LAYER])[None]}
    with pytest.raises(AtlasError, match="not depend on layer 'blocks.2.1'.*facets.layers"):
        faceted(unit, stacked, torch.ones(1))(outputs_of(network, 1)[1])
    other = {EARLY[0]: np.ones((7, 3, 3), np.float32)}
    with pytest.raises(AtlasError, match="probe of 7 channels doesn't fit layer 'blocks.1.0'"):
        pictures(network, recipe, [(3, Facet(other, 1.0))])
    half = network.twin()
    half.dtype = torch.bfloat16
    with pytest.raises(AtlasError, match="device.dtype to float32"):
        list(facet_pictures(half, recipe, LAYER, [(3, Facet(weights, 1.0))], SIZE, 0))

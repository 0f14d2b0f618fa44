from dataclasses import replace

import numpy as np
import pytest
import torch

from activation_atlas.networks import Network, load_network
from activation_atlas.optimize.ascent import Ascent
from activation_atlas.optimize.objectives import logit
from activation_atlas.optimize.schedule import Linear
from activation_atlas.optimize.stage import Stage
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.recipes.simonyan2014 import LEVELS, SHARE, SIMONYAN, Penalized
from activation_atlas.settings import DeviceSettings, NetworkSettings


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network(NetworkSettings(), DeviceSettings(name="cpu", micro_batch=16), [])


def _climbed(weights: torch.Tensor, rule: Penalized) -> Ascent:
    ascent = Ascent.start(torch.zeros_like(weights), rule)
    ascent.advance(lambda image, step: (weights * image).sum((1, 2, 3)), range(400), 400)
    return ascent


def test_the_optimum_of_a_linear_score_is_w_over_2_lambda():
    weights = torch.randn(2, 3, 8, 8, generator=torch.Generator().manual_seed(0))
    ascent = _climbed(weights, Penalized(levels=20, share=0.05))
    weight = ascent.state[1]
    assert weight.shape == (2, 1, 1, 1)
    torch.testing.assert_close(ascent.parameters, weights / (2 * weight), rtol=1e-3, atol=1e-3)
    rms = ascent.parameters.square().mean((1, 2, 3)).sqrt()
    torch.testing.assert_close(rms, torch.full((2,), 20.0), rtol=1e-3, atol=0)


def test_a_steeper_score_ends_at_the_same_image():
    weights = torch.randn(1, 3, 8, 8, generator=torch.Generator().manual_seed(1))
    rule = Penalized(levels=20, share=0.05)
    images = [_climbed(scale * weights, rule).parameters for scale in (1e-3, 1.0, 1e3)]
    torch.testing.assert_close(images[0], images[1])
    torch.testing.assert_close(images[2], images[1])


def test_lambda_stays_in_the_second_half():
    rule = Penalized(levels=20, share=0.05)
    start, gradient = torch.zeros(1, 3, 4, 4), torch.ones(1, 3, 4, 4)
    _, state = rule.advance(start, gradient, rule.begin(start), 0, 0.0)
    _, later = rule.advance(start, 100 * gradient, state, 1, 0.5)
    assert torch.equal(later[1], state[1])
    _, searched = rule.advance(start, 100 * gradient, state, 1, 0.4)
    assert searched[1] > state[1]


def test_no_gradient_leaves_the_zero_image():
    rule = Penalized(levels=20, share=0.05)
    start = torch.zeros(1, 3, 4, 4)
    after, _ = rule.advance(start, torch.zeros_like(start), rule.begin(start), 0, 0.0)
    assert torch.equal(after, start)


def test_the_penalty_is_all_that_regularizes():
    """As in the paper; it has neither λ nor η, so the numbers are the project's."""
    assert SIMONYAN.stages == (Stage(300, Penalized(200.0, Linear(0.006, 0.0))),)
    assert SIMONYAN.penalty is None and SIMONYAN.rescue == 0


def test_it_starts_from_the_mean_colour(network):
    images = SIMONYAN.images(network, 4, 6)
    start = images.start([np.random.default_rng(0)])
    assert start.shape == (1, 3, 4, 6)
    assert not start.any()
    assert images.mean == network.input.mean


def test_the_score_rises_and_the_bytes_are_the_images_own(network):
    recipe = replace(SIMONYAN, stages=(replace(SIMONYAN.stages[0], steps=24),))
    order = Order([954, 251, 144], logit, [("class", c) for c in (954, 251, 144)], 64, 64)
    together = list(render(network, recipe, order))
    (alone,) = render(network, recipe, order.some([1]))
    assert np.array_equal(alone.image, together[1].image)
    for picture in together:
        assert picture.curve[-4:].mean() > picture.curve[0] + 5


def test_the_penalty_keeps_images_small(network):
    order = Order([954], logit, [("class", 954)], 48, 48)
    rms = []
    for levels in (LEVELS, 100 * LEVELS):
        stage = replace(SIMONYAN.stages[0], rule=Penalized(levels, SHARE), steps=60)
        (picture,) = render(network, replace(SIMONYAN, stages=(stage,)), order)
        about = picture.image - 255.0 * np.array(network.input.mean)
        rms.append(np.sqrt((about**2).mean()))
    assert 1 < rms[0] < 12 < rms[1]

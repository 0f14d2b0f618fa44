import numpy as np
import pytest
import torch

from activation_atlas.networks import Network, load_network
from activation_atlas.optimize.objectives import logit, neuron
from activation_atlas.optimize.operators import (
    Blur,
    ClipSmallContribution,
    ClipSmallNorm,
    ClipValid,
    Decay,
)
from activation_atlas.optimize.rules import Steepest
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.recipes.yosinski2015 import CONSTANT, LARGEST, RECIPES, Stretch
from activation_atlas.settings import DeviceSettings, NetworkSettings

LAYER = "blocks.2.1"
TABLE = [
    (500, Steepest(32.0, "square", most=100), (Blur(0.5, 4), ClipSmallNorm(50))),
    (750, CONSTANT, (Decay(0.3), ClipSmallNorm(20))),
    (1000, CONSTANT, (Decay(0.0001), Blur(1.0, 4))),
    (1000, Steepest(80.0, "square", most=1e8), (Blur(0.5, 4), ClipSmallContribution(90))),
]


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network(NetworkSettings(), DeviceSettings(name="cpu", micro_batch=16), [LAYER])


@pytest.mark.parametrize("number", range(4))
def test_the_settings_are_those_of_table_1_in_the_order_of_the_code(number):
    iterations, rule, operators = TABLE[number]
    climb, last = RECIPES[number].stages
    assert RECIPES[number].name == f"yosinski2015-{number + 1}"
    assert RECIPES[number].steps == iterations
    assert climb.rule == rule
    assert climb.operators == (*operators, ClipValid())
    assert (last.steps, last.rule) == (1, Steepest(0.0))


def test_the_progress_rule_raises_a_linear_score_by_the_desired_amount():
    weights = torch.randn(2, 3, 4, 4, generator=torch.Generator().manual_seed(0))
    start = torch.zeros_like(weights)
    for number, desired in ((0, 32.0), (3, 80.0)):
        after, _ = RECIPES[number].stages[0].rule.advance(start, weights, (), 0, 0.0)
        torch.testing.assert_close((weights * after).sum((1, 2, 3)), torch.full((2,), desired))


def test_it_starts_with_noise_of_ten_grey_levels_about_the_mean(network):
    start = RECIPES[2].images(network, 64, 64).start([np.random.default_rng(0)])
    assert start.mean().abs() < 0.5
    assert 9.8 < start.std() < 10.2


def test_stretching_keeps_the_shape_and_uses_the_range():
    pixels = torch.randn(2, 3, 4, 4, generator=torch.Generator().manual_seed(0))
    stretched = Stretch(LARGEST)(pixels, pixels, 0, 0.0)
    torch.testing.assert_close(stretched.abs().amax((1, 2, 3)), torch.full((2,), LARGEST))
    ratio = stretched / pixels
    torch.testing.assert_close(ratio, ratio[:, :1, :1, :1].expand_as(ratio))
    assert not Stretch(LARGEST)(torch.zeros_like(pixels), pixels, 0, 0.0).any()


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_the_score_rises(network, recipe):
    order = Order([954], logit, [("class", 954)], 48, 48)
    for picture in render(network, recipe.with_steps(60), order):
        assert picture.curve[-4:].mean() > picture.curve[:2].mean()
        assert picture.image.std() > 3


def test_a_neuron_is_excited_and_the_bytes_are_the_images_own(network):
    order = Order(
        [3, 9, 18], lambda some: neuron(LAYER, some), [("n", c) for c in (3, 9, 18)], 64, 64
    )
    together = list(render(network, RECIPES[2].with_steps(20), order))
    (alone,) = render(network, RECIPES[2].with_steps(20), order.some([2]))
    assert np.array_equal(alone.image, together[2].image)
    for picture in together:
        assert picture.curve[-1] > picture.curve[0] + 10

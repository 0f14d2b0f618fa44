"""The published octaves, and that they draw."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from activation_atlas.networks import Network, load_network
from activation_atlas.optimize.objectives import logit
from activation_atlas.optimize.operators import Blur, ClipValid, GradientBlur
from activation_atlas.optimize.operators.blur import gaussian_blur
from activation_atlas.optimize.schedule import at
from activation_atlas.recipes.oygard2015 import DECAY, OYGARD, OYGARD_GRADIENT, ZOOM
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.recipes.recipe import Recipe
from activation_atlas.seeds import generator
from activation_atlas.settings import DeviceSettings, NetworkSettings

BOTH = (OYGARD, OYGARD_GRADIENT)


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network(NetworkSettings(), DeviceSettings(name="cpu", micro_batch=16), [])


def _order(classes: Sequence[int], side: int = 64) -> Order:
    names = [("class", index) for index in classes]
    return Order(classes, logit, names, side, side)


@pytest.mark.parametrize("recipe", BOTH, ids=lambda recipe: recipe.name)
def test_the_octaves_are_the_published_ones(recipe) -> None:
    first, second = recipe.stages
    assert (first.steps, second.steps) == (190, 450)
    assert [at(first.rule.rate, progress) for progress in (0, 1)] == [11, 11]
    assert [at(second.rule.rate, progress) for progress in (0, 0.5, 1)] == [6, 4.5, 3]
    assert first.rule.by == second.rule.by == "mean"
    assert first.crop == second.crop == 0.3
    for stage, ends in ((first, (2.5, 0.78)), (second, (0.936, 0.40))):
        (blur,) = [
            part
            for part in (*stage.operators, *stage.smoothing)
            if isinstance(part, Blur | GradientBlur)
        ]
        assert [at(blur.sigma, progress) for progress in (0, 1)] == pytest.approx(ends)


def test_the_image_is_clipped_and_then_blurred_or_the_gradient_is(network) -> None:
    for stage in OYGARD.stages:
        assert [type(operator) for operator in stage.operators] == [ClipValid, Blur]
        assert stage.smoothing == ()
    for stage in OYGARD_GRADIENT.stages:
        assert [operator.share for operator in stage.operators] == [DECAY]
        assert [type(operator) for operator in stage.smoothing] == [GradientBlur]


def test_the_first_octave_of_the_published_size_is_of_the_networks_own(network) -> None:
    first, second = OYGARD.stages
    side = round(ZOOM * network.input_size)
    assert round(side * first.scale) == network.input_size
    assert not first.is_cropped(network.input_size, network.input_size, network.input_size)
    assert second.is_cropped(side, side, network.input_size)


def test_it_starts_as_light_grey_noise(network) -> None:
    images = OYGARD.images(network, 96, 80)
    levels = 255 * images.decode(images.start([generator("start", 0)]))
    assert levels.shape == (1, 3, 96, 80)
    assert abs(levels.mean() - 200) < 0.3 and abs(levels.std() - 8) < 0.2


def _after_one_step(network: Network, recipe: Recipe) -> tuple[Tensor, Tensor, np.ndarray]:
    """Return the start in grey levels, its gradient, and what one step of the recipe shows."""
    recipe = replace(recipe, stages=(replace(recipe.stages[0], steps=1, scale=1.0),))
    (picture,) = render(network, recipe, _order([954]))
    images = recipe.images(network, 64, 64)
    start = images.start([generator("picture", 0, recipe.name, "class", 954, "start", 0)])
    start.requires_grad_()
    _, logits = network.run(images.decode(start))
    (gradient,) = torch.autograd.grad(logits[0, 954], start)
    return start.detach(), gradient, picture.image.astype(int)


def _shown(network: Network, levels: Tensor) -> np.ndarray:
    mean = 255 * torch.tensor(network.input.mean)[:, None, None]
    return (levels + mean).round().clamp(0, 255)[0].permute(1, 2, 0).int().numpy()


def test_a_step_moves_clips_and_blurs(network) -> None:
    start, gradient, image = _after_one_step(network, OYGARD)
    moved = start + 11 * gradient / gradient.abs().mean()
    clipped = ClipValid(network.input.mean)(moved, gradient, 0, 0.0)
    assert (clipped != moved).any()
    assert np.abs(_shown(network, gaussian_blur(clipped, 2.5)) - image).max() <= 1


def test_a_step_along_the_blurred_gradient(network) -> None:
    start, gradient, image = _after_one_step(network, OYGARD_GRADIENT)
    smooth = gaussian_blur(gradient, 2.5)
    moved = (1 - DECAY) * (start + 11 * smooth / smooth.abs().mean())
    assert np.abs(_shown(network, moved) - image).max() <= 1


@pytest.mark.parametrize("recipe", BOTH, ids=lambda recipe: recipe.name)
def test_classes_rise_and_do_not_depend_on_their_batch(network, recipe) -> None:
    short = recipe.with_steps(24)
    together = list(render(network, short, _order([954, 144, 251])))
    (alone,) = render(network, short, _order([144]))
    np.testing.assert_array_equal(alone.image, together[1].image)
    for picture in together:
        assert picture.image.shape == (64, 64, 3)
        assert picture.curve[-4:].mean() > picture.curve[:4].mean() + 1
    assert np.abs(together[0].image.astype(int) - together[1].image).mean() > 3

import numpy as np
import torch

from activation_atlas.networks import load_network
from activation_atlas.optimize.ascent import Ascent
from activation_atlas.optimize.objectives import Outputs
from activation_atlas.recipes import find_inversion
from activation_atlas.recipes.mahendran2015 import LEVELS, Momentum, unnatural
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.settings import DeviceSettings, NetworkSettings

RANDOM = torch.Generator().manual_seed(0)
SIDE = 48


def _outputs(images: torch.Tensor) -> Outputs:
    return Outputs(images, images, {})


def test_settings_are_as_published() -> None:
    stages = find_inversion("mahendran2015").recipe.stages
    assert [stage.steps for stage in stages] == [100, 200, 100]
    assert [stage.rule.rate for stage in stages] == [4e-3, 4e-4, 4e-5]


def test_later_layers_are_smoothed_more() -> None:
    layers = {"blocks.1.1": 1, "blocks.4.2": 10, "blocks.6.0": 100}
    network = load_network(
        NetworkSettings(weights="random"), DeviceSettings(name="cpu"), list(layers)
    )
    images = torch.rand(2, 3, 8, 8, generator=RANDOM)
    for layer, variation in layers.items():
        penalty = find_inversion("mahendran2015").of(network, layer).penalty
        assert torch.equal(penalty(_outputs(images)), -unnatural(variation)(_outputs(images)))


def test_a_linear_layer_is_inverted_exactly() -> None:
    goal = LEVELS * torch.randn(2, 3, 4, 5, generator=RANDOM)
    matrix, _ = torch.linalg.qr(torch.randn(60, 60, generator=RANDOM))
    seen = goal.flatten(1) @ matrix

    def score(images: torch.Tensor, step: int) -> torch.Tensor:
        distance = (images.flatten(1) @ matrix - seen).square().sum(1)
        return -distance / seen.square().sum(1)

    start = LEVELS * torch.randn(2, 3, 4, 5, generator=RANDOM)
    ascent = Ascent.start(start, Momentum(4e-3))
    ascent.advance(score, range(400), 400)
    assert torch.allclose(ascent.parameters, goal, atol=1e-3)


def test_momentum_sums_what_the_last_steps_moved() -> None:
    rule, still = Momentum(0.1), torch.zeros(1, 3, 1, 1)
    gradient = torch.ones(1, 3, 1, 1) / (LEVELS**2 * 3)
    moved, velocity = rule.advance(still, gradient, rule.begin(still), 0, 0.0)
    assert torch.allclose(moved, torch.full_like(moved, 0.1))
    moved, _ = rule.advance(moved, gradient, velocity, 1, 0.5)
    assert torch.allclose(moved, torch.full_like(moved, 0.1 + 0.19))


def test_grey_costs_nothing_and_an_edge_its_square() -> None:
    images = torch.full((2, 3, 4, 6), 0.5)
    images[1, 0, :, 3:] += 1 / 255
    flat, edge = unnatural(variation=10.0)(_outputs(images))
    large = 8e-10 * 12  # twelve values one grey level from the middle
    assert flat == 0
    assert torch.isclose(edge, torch.tensor((10.0 * 4 + large) / (2 * LEVELS**2 * 72)))


def test_an_early_layer_is_inverted_to_the_photo() -> None:
    network = load_network(
        NetworkSettings(), DeviceSettings(name="cpu", micro_batch=1), ["blocks.1.1"]
    )
    across = np.linspace(0, 255, SIDE).astype(np.uint8)
    photo = np.stack(
        [across[None].repeat(SIDE, 0), across[:, None].repeat(SIDE, 1), np.full((SIDE, SIDE), 90)],
        2,
    ).astype(np.uint8)
    photo[12:32, 12:32] = 255 - photo[12:32, 12:32]
    inversion = find_inversion("mahendran2015")
    order = Order(
        [0],
        lambda _: inversion.objective("blocks.1.1"),
        [("photo",)],
        SIDE,
        SIDE,
        beside=photo[None],
    )
    (picture,) = render(network, inversion.of(network, "blocks.1.1"), order)
    assert picture.curve[-1] > -0.15 and picture.curve[0] < -1
    likeness = np.corrcoef(picture.image.ravel(), photo.ravel())[0, 1]
    assert likeness > 0.8

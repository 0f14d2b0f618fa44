import numpy as np
import pytest

from activation_atlas.networks import Network, load_network
from activation_atlas.optimize.images import FourierImages
from activation_atlas.optimize.objectives import logit
from activation_atlas.optimize.rules import Adam
from activation_atlas.optimize.transforms import LUCID, PAPER
from activation_atlas.recipes import find
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.settings import DeviceSettings, NetworkSettings

NAMES = ("olah2017", "olah2017-paper", "atlas", "plain")


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network(NetworkSettings(), DeviceSettings(name="cpu", micro_batch=4), [])


def _pictures(network: Network, name: str, classes: list[int], steps: int) -> list:
    names = [("class", number) for number in classes]
    order = Order(classes, logit, names, 64, 64)
    return list(render(network, find(name).with_steps(steps), order))


def test_settings_are_as_published(network) -> None:
    for name, steps, transforms in (("olah2017", 512, LUCID), ("olah2017-paper", 2560, PAPER)):
        recipe = find(name)
        (stage,) = recipe.stages
        assert stage.steps == steps and stage.transforms == transforms
        assert stage.rule == Adam(0.05) and recipe.rescue == 16
        assert recipe.images(network, 48, 64) == FourierImages(48, 64)


@pytest.mark.parametrize("name", NAMES)
def test_the_class_becomes_more_likely(network, name) -> None:
    curve = _pictures(network, name, [954], 32)[0].curve
    assert curve[-4:].mean() > curve[:4].mean() + 2


@pytest.mark.parametrize("name", ["atlas", "plain"])
def test_a_picture_does_not_depend_on_its_batch_mates(network, name) -> None:
    together = _pictures(network, name, [954, 251, 144], 4)
    (alone,) = _pictures(network, name, [251], 4)
    np.testing.assert_array_equal(together[1].image, alone.image)

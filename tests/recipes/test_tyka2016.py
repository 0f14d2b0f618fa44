"""Øygard's loop with another filter."""

import numpy as np
import pytest

from activation_atlas.networks import Network, load_network
from activation_atlas.optimize.objectives import logit
from activation_atlas.optimize.operators import Bilateral, ClipValid
from activation_atlas.optimize.schedule import at
from activation_atlas.recipes.oygard2015 import OYGARD
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.recipes.tyka2016 import TYKA
from activation_atlas.settings import DeviceSettings, NetworkSettings


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network(NetworkSettings(), DeviceSettings(name="cpu", micro_batch=16), [])


def test_all_but_the_filter_is_oygards() -> None:
    assert TYKA.images is OYGARD.images
    for ours, his in zip(TYKA.stages, OYGARD.stages, strict=True):
        clip, bilateral = ours.operators
        assert isinstance(clip, ClipValid) and isinstance(bilateral, Bilateral)
        assert bilateral.sigma_space == his.operators[1].sigma
        assert (ours.steps, ours.rule, ours.scale, ours.crop) == (
            his.steps,
            his.rule,
            his.scale,
            his.crop,
        )


def test_the_range_falls_along_all_steps() -> None:
    ranges = [stage.operators[1].sigma_range for stage in TYKA.stages]
    assert at(ranges[0], 0) == 0.25 and at(ranges[1], 1) == pytest.approx(0.08)
    assert at(ranges[0], 1) == at(ranges[1], 0)
    slopes = [(each.last - each.first) / stage.steps for each, stage in zip(ranges, TYKA.stages)]
    assert slopes[0] == pytest.approx(slopes[1])


def test_classes_rise_and_do_not_depend_on_their_batch(network: Network) -> None:
    def pictures(classes: list[int]) -> list:
        names = [("class", index) for index in classes]
        return list(render(network, TYKA.with_steps(12), Order(classes, logit, names, 64, 64)))

    together, (alone,) = pictures([954, 144]), pictures([144])
    np.testing.assert_array_equal(alone.image, together[1].image)
    for picture in together:
        assert picture.image.shape == (64, 64, 3)
        assert picture.curve[-3:].mean() > picture.curve[:3].mean()

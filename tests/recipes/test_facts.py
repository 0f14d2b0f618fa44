import json
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pytest
import torch

from activation_atlas.networks import load_network
from activation_atlas.optimize.objectives import Objective, l2
from activation_atlas.recipes import RECIPES
from activation_atlas.recipes.facts import described, facts
from activation_atlas.settings import DeviceSettings, NetworkSettings


@pytest.fixture(scope="module")
def network():
    return load_network(NetworkSettings(weights="random"), DeviceSettings("cpu"), [])


@dataclass(frozen=True)
class Part:
    value: object


def told(value: object, network) -> str:
    """Return what is told of a recipe that has `value` somewhere in it, as strict JSON."""
    recipe = replace(RECIPES["olah2017"], stages=(Part(value),))
    return json.dumps(described(recipe, network), sort_keys=True, allow_nan=False)


def scaled(factor: float):
    return lambda outputs: factor * outputs


@pytest.mark.parametrize(
    "one, other",
    [
        (0.1, 0.2),
        (float("inf"), 1.0),
        ((1, 2), (2, 1)),
        ({"a": 1}, {"a": 2}),
        (np.float32(0.5), np.float32(0.25)),
        (torch.zeros(3), torch.ones(3)),
        (np.zeros((30, 30)), np.eye(30)),
        (scaled(2.0), scaled(3.0)),
        (partial(max, 3), partial(max, 4)),
        (partial(scaled, factor=3), partial(scaled, factor=4)),
        (frozenset({"a"}), frozenset({"b"})),
        (Objective(scaled(1.0)) * 2.0, Objective(scaled(1.0)) * 3.0),
        (0.5 * l2((0.5, 0.5, 0.5)), 0.25 * l2((0.5, 0.5, 0.5))),
    ],
)
def test_any_two_values_are_told_apart_and_the_same_is_told_twice(one, other, network):
    assert told(one, network) != told(other, network)
    assert told(one, network) == told(one, network)
    assert " at 0x" not in told(one, network)


def test_facts_name_network_seed_recipes_and_versions(network):
    made = facts(network, "random", [RECIPES["olah2017"]], 7)
    assert made["network"] == {
        "name": "efficientnet_lite0",
        "weights": "random",
        "digest": network.digest,
    }
    assert made["seed"] == 7
    assert made["recipes"]["olah2017"]["images"]["height"] == network.input_size
    assert made["versions"]["torch"] == torch.__version__.split("+")[0]


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_can_be_told(name, network):
    json.dumps(described(RECIPES[name], network), allow_nan=False)

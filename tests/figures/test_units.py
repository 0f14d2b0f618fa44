"""The figures of Olah et al. 2017, made small: 1 to 4 and 24."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from activation_atlas.figures import joint, neurons, objectives, spaces
from activation_atlas.figures.units import mixed_channel, shown_channels
from activation_atlas.images import build_catalogue
from activation_atlas.networks import load_network
from activation_atlas.optimize.objectives import Objective
from activation_atlas.settings import DeviceSettings, NetworkSettings, RunSettings, parse
from activation_atlas.sheets.studio import Studio
from made_up import studio_of

CONFIG = {
    "network": {"weights": "random", "layers": ["blocks.4.2"]},
    "images": {"size": 64},
    "cells": {"patch": 48},
    "device": {"name": "cpu", "micro_batch": 1},
    "figures": {"size": 32},
}


@pytest.fixture
def studio(short, tmp_path, monkeypatch) -> Studio:
    for module in (objectives, neurons, joint, spaces):
        monkeypatch.setattr(module, "RECIPE", "short")
    for module in (neurons, joint):
        monkeypatch.setattr(module, "SIZE", 32)
    monkeypatch.setattr(spaces, "SIZE", 32)
    monkeypatch.setattr(spaces, "SNAPSHOTS", (1, 3))
    settings = parse(RunSettings, CONFIG)
    build_catalogue(tmp_path, settings.images, 0, 64, 1)
    return studio_of(2, tmp_path, settings)


def test_five_objectives_begin_alike(studio, monkeypatch):
    starts, whole = [], objectives.render

    def render(network, recipe, order):
        (picture,) = whole(network, recipe, replace(order, snapshots=[0]))
        starts.append(picture.snapshots[0])
        return [picture]

    monkeypatch.setattr(objectives, "render", render)
    made = objectives.side_by_side(studio)
    assert len(starts) == 5
    for start in starts[1:]:
        np.testing.assert_array_equal(start, starts[0])
    assert list(made.curves) == ["neuron", "channel", "layer", "logit", "probability"]
    assert all(len(curve) == 2 for curve in made.curves.values())
    assert made.settings["classes"] == [954]


def test_channels_stand_beside_their_images(studio):
    made = neurons.with_examples(studio)
    channels = made.settings["channels"]
    assert list(made.curves) == [f"channel {number}" for number in channels]
    assert len(channels) == 4


def test_one_channel_is_made_alone_and_made_to_differ(studio):
    made = neurons.diverse(studio)
    assert len(made.curves) == 8
    alone, apart = made.curves["start 1"], made.curves["made to differ 1"]
    assert (alone != apart).any()


def test_pairs_are_joined(studio):
    made = joint.pairs(studio)
    assert [f"{first} + {second}" for first, second in made.settings["pairs"]] == list(made.curves)
    assert set(made.settings["recipes"]) == {"short", "short-aligned"}


def test_both_spaces_and_every_regularizer_are_shown(studio):
    made = spaces.pixels_and_decorrelated(studio)
    assert len(made.curves) == 10 and all(len(curve) == 3 for curve in made.curves.values())
    assert set(made.settings["regularized"]) == set(made.curves)
    kinds = {name: one["images"]["kind"] for name, one in made.settings["regularized"].items()}
    assert kinds["pixels, transforms"] == "SquashedPixels"
    assert kinds["decorrelated, transforms"] == "FourierImages"


def test_directions_of_ascent_are_those_of_their_measures(studio):
    weights = torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(0)) - 0.3
    linear = Objective(lambda outputs: (outputs.images * weights).sum((1, 2, 3)))
    network = studio.network(["blocks.4.2"])
    found = spaces._directions(studio, network, Objective(linear.score, frozenset({"blocks.4.2"})))
    signs = np.sign(weights[0].permute(1, 2, 0).numpy())
    np.testing.assert_array_equal(np.sign(found["L2"].astype(int) - 127.5), signs)
    assert set(np.unique(found["L∞"])) == {0, 255}
    spectrum = np.abs(np.fft.rfft2(found["decorrelated"].mean(2)))
    assert spectrum[1:3, 1:3].mean() > 10 * spectrum[12:16, 12:16].mean()


def test_channels_of_any_network_can_be_shown():
    settings = NetworkSettings(name="resnet18", weights="random")
    network = load_network(settings, DeviceSettings(), ["layer2"])
    assert shown_channels(network, "layer2") == [0, 32, 64, 96]
    assert mixed_channel(network, "layer2") == 64

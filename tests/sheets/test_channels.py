import numpy as np
import pytest
from PIL import Image

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.images import build_catalogue
from activation_atlas.paths import neurons_path
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse
from activation_atlas.settings.derived import neurons_layer
from activation_atlas.sheets import channels as channel_sheet
from activation_atlas.sheets.channels import spread
from made_up import describe_network

LAYER = "blocks.4.2"
CONFIG = {
    "network": {"weights": "random", "layers": ["blocks.6.0", LAYER]},
    "images": {"size": 64},
    "cells": {"patch": 48},
    "device": {"name": "cpu", "micro_batch": 1},
    "neurons": {"channels": [7, 2], "recipe": "short", "size": 32, "examples": 3},
}


def _settings(**neurons) -> RunSettings:
    return parse(RunSettings, CONFIG | {"neurons": CONFIG["neurons"] | neurons})


@pytest.fixture
def run(tmp_path):
    build_catalogue(tmp_path, _settings().images, 0, 64, 1)
    return describe_network(tmp_path)


def test_pictures_and_examples_are_stored_and_drawn(short, run):
    sheet = STAGES["neurons"].make(run, _settings())
    store = stores.read(neurons_path(run, LAYER))
    assert store["image"].shape == (2, 32, 32, 3) and store["curve"].shape == (2, 2)
    assert store["channel"][...].tolist() == [7, 2]
    assert store["crop"].shape[:2] == store["view"].shape == (2, 3)
    assert len(set(store["view"][0].tolist())) == 3
    made_by = stores.manifest(neurons_path(run, LAYER))["made_by"]
    assert made_by["channels"] == [7, 2] and made_by["layer"] == LAYER
    drawn = np.asarray(Image.open(sheet))
    windows = np.lib.stride_tricks.sliding_window_view(drawn, (32, 32, 3))[:, :, 0]
    image = store["image"][1]
    corners = np.argwhere((windows[..., 0, 0, :] == image[0, 0]).all(2))
    assert any(np.array_equal(windows[*corner], image) for corner in corners)


def test_what_is_sealed_is_not_made_again(short, run, monkeypatch):
    first = STAGES["neurons"].make(run, _settings()).read_bytes()
    monkeypatch.setattr(channel_sheet, "render", None)
    assert STAGES["neurons"].make(run, _settings()).read_bytes() == first


def test_a_number_of_channels_is_spread_over_the_layer():
    assert spread(4, 112) == [0, 28, 56, 84]
    assert spread(9, 3) == [0, 1, 2]
    assert spread([5, 1], 112) == [5, 1]


def test_the_middle_layer_is_shown_unless_another_is_named():
    assert neurons_layer(_settings()) == LAYER
    assert neurons_layer(_settings(layer="blocks.1.1")) == "blocks.1.1"


def test_a_channel_that_is_not_there_is_one_sentence(short, run):
    with pytest.raises(AtlasError, match="no channel 112 of blocks.4.2"):
        STAGES["neurons"].make(run, _settings(channels=[112]))

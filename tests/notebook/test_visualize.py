import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

import activation_atlas as atlas
from activation_atlas.errors import AtlasError
from activation_atlas.recipes import RECIPES


@pytest.fixture(autouse=True)
def short(monkeypatch) -> None:
    stage = replace(RECIPES["olah2017"].stages[0], steps=3)
    recipe = replace(RECIPES["olah2017"], name="short", stages=(stage,))
    monkeypatch.setitem(RECIPES, "short", recipe)


def test_a_notebook_needs_three_lines():
    picture = atlas.visualize("efficientnet_lite0", "banana", recipe="short", size=32)
    assert picture.image.size == (32, 32)
    assert picture.curve.shape == (3,)
    assert picture.settings["shown"] == "banana"
    assert picture.settings["network"]["weights"] == "package"


def test_the_seed_decides_the_picture():
    one, same, other = (
        atlas.visualize("efficientnet_lite0", "blocks.2.1:3", recipe="short", size=32, seed=seed)
        for seed in (1, 1, 2)
    )
    assert one.image.tobytes() == same.image.tobytes()
    assert np.array_equal(one.curve, same.curve)
    assert one.settings == same.settings
    assert one.settings["digest"] != other.settings["digest"]


@pytest.mark.parametrize(
    "shown, more, told",
    [
        ("1000", {}, "Class 1000 doesn't exist: the network has 1000 classes."),
        (-1, {}, "no class '-1'"),
        ("bannana", {}, "no class 'bannana'. Did you mean 'banana'"),
        ("blocks.2.1:40", {}, "no channel '40' of blocks.2.1: its channels are 0 to 39"),
        ("blocks.2.1:-1", {}, "no channel '-1' of blocks.2.1"),
        ("blocks.2.1:first", {}, "no channel 'first' of blocks.2.1"),
        ("blocks.2.9:1", {}, "no layer 'blocks.2.9'. Did you mean 'blocks.2.1'"),
        ("banana", {"recipe": "shirt"}, "no recipe 'shirt'. Did you mean 'short'"),
        ("banana", {"size": 0}, "can't have 0 pixels"),
        ("banana", {"file": "nowhere.pth"}, "nowhere.pth"),
        ("banana", {"file": "own.pth", "weights": "random"}, "own.pth is given, yet"),
        ("banana", {"weights": "pretrained"}, "'weights' is 'pretrained'"),
    ],
)
def test_a_mistake_is_one_sentence(shown, more, told):
    with pytest.raises(AtlasError) as error:
        atlas.visualize("efficientnet_lite0", shown, **{"recipe": "short", "size": 32} | more)
    assert told in str(error.value) and "\n" not in str(error.value)


def test_an_image_too_small_for_the_network_is_one_sentence():
    with pytest.raises(AtlasError, match="'alexnet' does not take images of 16 × 16 pixels"):
        atlas.visualize("alexnet", 3, recipe="short", size=16, weights="random")


def test_importing_the_package_does_not_wait_for_torch():
    code = "import sys, activation_atlas; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_the_package_has_nothing_else():
    with pytest.raises(AttributeError, match="no attribute 'visualise'"):
        atlas.visualise  # noqa: B018

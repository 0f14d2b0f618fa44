import re

import numpy as np
import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.networks import Network, load_network
from activation_atlas.optimize.objectives import logit
from activation_atlas.recipes import PAPERS, RECIPES, find
from activation_atlas.recipes.pictures import Order, Picture, render
from activation_atlas.seeds import generator
from activation_atlas.settings import ClassesSettings, DeviceSettings, NetworkSettings

DREAM = "deepdream"
CONVOLUTIONAL, SMALL = "resnet18", 64
TRANSFORMER, SIZE = "vit_tiny_patch16_224", 224
ONE_SIZE = [name for name in RECIPES if {stage.scale for stage in RECIPES[name].stages} == {1.0}]


def test_a_recipe_is_found_by_its_name():
    assert all(find(name).name == name for name in RECIPES)
    assert len(RECIPES) == sum(len(paper.RECIPES) for paper in PAPERS)


def test_a_recipe_is_found_with_a_number_of_steps():
    assert find("oygard2015", 24) == find("oygard2015").with_steps(24)
    assert find("oygard2015", None) is find("oygard2015")
    with pytest.raises(AtlasError, match="can't be done in 1 steps"):
        find("oygard2015", 1)


def test_names_can_be_files_and_config_values():
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9_.-]*", name) for name in RECIPES)
    assert all("\n" not in recipe.paper for recipe in RECIPES.values())


def test_the_sheets_default_recipes_are_there():
    assert set(ClassesSettings().recipes) <= set(RECIPES)


def test_an_unknown_recipe_is_one_sentence_with_the_nearest():
    with pytest.raises(AtlasError, match="no recipe 'olah2071'. Did you mean 'olah2017'"):
        find("olah2071")
    with pytest.raises(AtlasError, match="no recipe 'x'. There are .*olah2017"):
        find("x")


def _load(name: str) -> Network:
    return load_network(
        NetworkSettings(name=name, weights="random"), DeviceSettings(name="cpu"), []
    )


def _picture(network: Network, recipe: str, size: int) -> Picture:
    stages = len(find(recipe).stages)
    photo = generator("photo").integers(0, 256, (1, size, size, 3), np.uint8)
    starts = photo if recipe == DREAM else None
    order = Order([7], logit, [("class", 7)], size, size, starts=starts)
    (picture,) = render(network, find(recipe, max(2, stages)), order)
    return picture


def _assert_drawn(picture: Picture, size: int) -> None:
    assert picture.image.shape == (size, size, 3) and picture.image.std() > 0
    assert np.isfinite(picture.curve).all()


def test_every_recipe_runs_on_a_convolutional_network() -> None:
    network = _load(CONVOLUTIONAL)
    for recipe in RECIPES:
        _assert_drawn(_picture(network, recipe, SMALL), SMALL)


def test_a_transformer_takes_recipes_of_one_size_and_refuses_octaves_in_a_sentence() -> None:
    network = _load(TRANSFORMER)
    for recipe in RECIPES:
        if recipe in ONE_SIZE:
            _assert_drawn(_picture(network, recipe, SIZE), SIZE)
        else:
            with pytest.raises(AtlasError, match=r"does not take images of .* its own size is 224"):
                _picture(network, recipe, SIZE)

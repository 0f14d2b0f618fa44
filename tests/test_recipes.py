import re

import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.recipes import PAPERS, RECIPES, find
from activation_atlas.settings import ClassesSettings


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

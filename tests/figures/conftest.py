from dataclasses import replace

import pytest

from activation_atlas.recipes import RECIPES
from activation_atlas.recipes.recipe import Recipe


@pytest.fixture
def short(monkeypatch) -> Recipe:
    """Return a recipe of two steps, which is registered meanwhile."""
    stage = replace(RECIPES["olah2017"].stages[0], steps=2)
    recipe = replace(RECIPES["olah2017"], name="short", stages=(stage,))
    monkeypatch.setitem(RECIPES, recipe.name, recipe)
    return recipe

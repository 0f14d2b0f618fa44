"""One short file a paper: which parameterization, transforms, objective and schedule it uses."""

from activation_atlas.errors import AtlasError, nearest
from activation_atlas.recipes import (
    deepdream,
    default,
    goh2021,
    mordvintsev2015,
    olah2017,
    oygard2015,
    plain,
    simonyan2014,
    tyka2016,
    yosinski2015,
)
from activation_atlas.recipes.recipe import Recipe

PAPERS = (
    simonyan2014,
    yosinski2015,
    mordvintsev2015,
    deepdream,
    oygard2015,
    tyka2016,
    olah2017,
    goh2021,
    default,
    plain,
)  # in the order of publication; each has a tuple RECIPES

RECIPES: dict[str, Recipe] = {recipe.name: recipe for paper in PAPERS for recipe in paper.RECIPES}
"""Every recipe by its name."""


def find(name: str, steps: int | None = None) -> Recipe:
    """Return the recipe called `name`, of so many steps in all; by default of its own number.

    Raises:
        AtlasError: there is none, and the nearest ones are named; or it has more stages than steps.
    """
    if name not in RECIPES:
        hint = nearest(name, RECIPES) or f" There are {', '.join(RECIPES)}."
        raise AtlasError(f"There is no recipe '{name}'.{hint}")
    return RECIPES[name] if steps is None else RECIPES[name].with_steps(steps)

"""One short file a paper: which parameterization, transforms, objective and schedule it uses."""

from collections.abc import Collection

from activation_atlas.errors import AtlasError, nearest
from activation_atlas.recipes import (
    caricature2018,
    deepdream,
    default,
    goh2021,
    mahendran2015,
    mordvintsev2015,
    olah2017,
    oygard2015,
    plain,
    simonyan2014,
    tyka2016,
    yosinski2015,
)
from activation_atlas.recipes.inversion import Inversion
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

INVERSIONS: dict[str, Inversion] = {
    inversion.recipe.name: inversion
    for paper in (mahendran2015, caricature2018)
    for inversion in paper.INVERSIONS
}
"""Every recipe that makes an image of a photo's activations, by its name."""


def find(name: str, steps: int | None = None) -> Recipe:
    """Return the recipe called `name`, of so many steps in all; by default of its own number.

    Raises:
        AtlasError: there is none, and the nearest ones are named; or it has more stages than steps.
    """
    _check(name, RECIPES)
    return RECIPES[name] if steps is None else RECIPES[name].with_steps(steps)


def find_inversion(name: str) -> Inversion:
    """Return the recipe called `name` that makes an image of a photo's activations.

    Raises:
        AtlasError: there is none, and the nearest ones are named.
    """
    _check(name, INVERSIONS)
    return INVERSIONS[name]


def _check(name: str, known: Collection[str]) -> None:
    if name not in known:
        hint = nearest(name, known) or f" There are {', '.join(known)}."
        kind = "recipe of photos" if name in RECIPES else "recipe"
        raise AtlasError(f"There is no {kind} '{name}'.{hint}")

"""What the recipes have in common that make an image of what a layer holds of a photo."""

from collections.abc import Callable
from dataclasses import dataclass

from activation_atlas.optimize.objectives import Objective
from activation_atlas.recipes.recipe import Recipe


@dataclass(frozen=True)
class Inversion:
    """A recipe and what it is for: published together, neither serves without the other.

    Attributes:
        recipe: How the image is optimized.
        objective: Gives the objective of a layer, which compares the image's activations with
            those of the photo that it is held beside.
    """

    recipe: Recipe
    objective: Callable[[str], Objective]

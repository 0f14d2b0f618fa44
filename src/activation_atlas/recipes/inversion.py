"""What the recipes have in common that make an image of what a layer holds of a photo."""

from collections.abc import Callable
from dataclasses import dataclass

from activation_atlas.networks import Network
from activation_atlas.optimize.objectives import Objective
from activation_atlas.recipes.recipe import Recipe


@dataclass(frozen=True)
class Inversion:
    """A recipe and what it is for: published together, neither serves without the other.

    Attributes:
        recipe: How the image is optimized, in a layer of the middle.
        objective: Gives the objective of a layer, which compares the image's activations with
            those of the photo that it is held beside.
        at_stride: Gives the recipe for a layer with one row of places in so many of pixels.
    """

    recipe: Recipe
    objective: Callable[[str], Objective]
    at_stride: Callable[[Recipe, float], Recipe] = lambda recipe, stride: recipe

    def of(self, network: Network, layer: str) -> Recipe:
        """Return the recipe as it is published for layers as early or late as this one."""
        stride = network.input_size / network.shapes[layer][1]
        return self.at_stride(self.recipe, stride)

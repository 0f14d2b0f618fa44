"""Plain gradient ascent on pixels: no regularization at all, what every recipe must beat.

Olah et al. 2017, "Feature Visualization", and Yosinski et al. 2015 begin with it: high
frequencies that excite a unit and show nothing.
"""

from activation_atlas.networks import Network
from activation_atlas.optimize.images import Pixels
from activation_atlas.optimize.operators import ClipValid
from activation_atlas.optimize.rules import Steepest
from activation_atlas.optimize.stage import Stage
from activation_atlas.recipes.recipe import Recipe

STEPS = 256
RATE = 1.0
"""Grey levels that a typical pixel moves a step."""
DEVIATION = 10.0
"""Of the start in grey levels, as Yosinski et al. 2015 have it."""


def _pixels(network: Network, height: int, width: int) -> Pixels:
    return Pixels(height, width, network.input.mean, DEVIATION)


PLAIN = Recipe(
    name="plain",
    paper="none: plain gradient ascent on pixels, for comparison",
    images=_pixels,
    stages=(Stage(STEPS, Steepest(RATE, by="deviation"), operators=(ClipValid(),)),),
)

RECIPES = (PLAIN,)

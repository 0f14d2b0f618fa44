"""Plain gradient ascent on pixels: no regularization at all, what every recipe must beat.

Olah et al. 2017, "Feature Visualization", and Yosinski et al. 2015 begin with it: high
frequencies that excite a unit and show nothing.
"""

from activation_atlas.optimize.operators import ClipValid
from activation_atlas.optimize.rules import Steepest
from activation_atlas.optimize.stage import Stage
from activation_atlas.recipes.noise import pixels
from activation_atlas.recipes.recipe import Recipe
from activation_atlas.recipes.yosinski2015 import DEVIATION

STEPS = 256
RATE = 1.0
"""Grey levels that a typical pixel moves a step."""


PLAIN = Recipe(
    name="plain",
    paper="none: plain gradient ascent on pixels, for comparison",
    images=pixels(DEVIATION),
    stages=(Stage(STEPS, Steepest(RATE, by="deviation"), operators=(ClipValid(),)),),
)

RECIPES = (PLAIN,)

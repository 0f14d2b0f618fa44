"""Class visualization with bilateral filters: Tyka 2016, blog.

He published pictures and named Øygard's code, so this is Øygard's loop with a bilateral filter in
place of the Gaussian blur: σ_s follows his σ, and σ_r, this project's choice, falls along all
steps.
"""

from activation_atlas.optimize.operators import Bilateral, ClipValid
from activation_atlas.optimize.schedule import Linear, at
from activation_atlas.optimize.stage import Stage
from activation_atlas.recipes.oygard2015 import (
    CROP,
    RULES,
    SCALES,
    SIGMAS,
    STEPS,
    noise,
)
from activation_atlas.recipes.recipe import Recipe

RANGE = Linear(0.25, 0.08)
"""σ_r over all steps, of the joint distance in RGB for colours in [0, 1]."""
MIDDLE = at(RANGE, STEPS[0] / sum(STEPS))
RANGES = (Linear(RANGE.first, MIDDLE), Linear(MIDDLE, RANGE.last))

TYKA = Recipe(
    name="tyka2016",
    paper="Tyka 2016, Class visualization with bilateral filters, in the loop of Øygard 2015",
    images=noise,
    stages=tuple(
        Stage(
            steps,
            rule,
            operators=(ClipValid(), Bilateral(sigma, spread)),
            scale=scale,
            crop=CROP,
        )
        for steps, rule, sigma, spread, scale in zip(STEPS, RULES, SIGMAS, RANGES, SCALES)
    ),
)

RECIPES = (TYKA,)

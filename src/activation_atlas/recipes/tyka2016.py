"""Class visualization with bilateral filters: Tyka 2016, blog.

He published pictures and named Øygard's code, so this is Øygard's loop with a bilateral filter in
place of the Gaussian blur: σ_s follows his σ, and σ_r, this project's choice, falls along all
steps.
"""

from dataclasses import replace

from activation_atlas.optimize.operators import Bilateral, ClipValid
from activation_atlas.optimize.schedule import Linear, at
from activation_atlas.recipes.oygard2015 import OCTAVES, OYGARD, SIGMAS, STEPS

RANGE = Linear(0.25, 0.08)
"""σ_r over all steps, of the joint distance in RGB for colours in [0, 1]."""
MIDDLE = at(RANGE, STEPS[0] / sum(STEPS))
RANGES = (Linear(RANGE.first, MIDDLE), Linear(MIDDLE, RANGE.last))

TYKA = replace(
    OYGARD,
    name="tyka2016",
    paper="Tyka 2016, Class visualization with bilateral filters, in the loop of Øygard 2015",
    stages=tuple(
        replace(octave, operators=(ClipValid(), Bilateral(sigma, spread)))
        for octave, sigma, spread in zip(OCTAVES, SIGMAS, RANGES)
    ),
)

RECIPES = (TYKA,)

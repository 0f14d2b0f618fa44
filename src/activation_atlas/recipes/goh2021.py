"""Goh et al. 2021, "Multimodal Neurons in Artificial Neural Networks".

Parameterization, transforms, penalty and rate are those that the authors published with their
networks; what makes it faceted is the objective, :mod:`activation_atlas.dictionaries.facets`.
"""

from activation_atlas.optimize.objectives import Objective
from activation_atlas.optimize.rules import Adam
from activation_atlas.optimize.stage import Stage
from activation_atlas.optimize.transforms import Chain, Jitter, Pad, Rotate, Scale
from activation_atlas.recipes.olah2017 import fourier
from activation_atlas.recipes.recipe import Recipe

STEPS = 4096
RATE = 0.02
GREY, CONTRAST = 0.5, 10.0
"""Colour that images are drawn to, and the weight of it."""
SCALES = (
    *(0.995**power for power in range(-5, 80)),
    *2 * tuple(0.998**power for power in range(20, 40)),
)
ANGLES = (*range(-20, 20), *range(-10, 10), *range(-5, 5), *5 * [0])
VIEWS = (Chain((Pad(2), *10 * [Jitter(4)], Scale(SCALES), Rotate(ANGLES), Jitter(2))),)


def contrast() -> Objective:
    """Return the mean squared difference of an image's values to mid-grey, at most 1/4."""
    return Objective(lambda outputs: (outputs.images - GREY).square().mean((1, 2, 3)))


GOH = Recipe(
    name="goh2021",
    paper="Goh et al. 2021, Multimodal Neurons in Artificial Neural Networks",
    images=fourier,
    stages=(Stage(STEPS, Adam(RATE), VIEWS),),
    penalty=-CONTRAST * contrast(),
)

RECIPES = (GOH,)

"""The default recipe: feature visualization after Olah et al. 2017, tuned for few steps.

It differs from :mod:`activation_atlas.recipes.olah2017` in this: Adam's rate is twice as high and
falls along half a cosine, so that fewer steps do; views are turned and scaled further, so that
the picture holds whole objects; and their colours vary and they are noisy, as the network could
otherwise be moved by a grain that shows nothing.
"""

from activation_atlas.optimize.rules import Adam
from activation_atlas.optimize.schedule import CosineDecay
from activation_atlas.optimize.stage import Stage
from activation_atlas.optimize.transforms import ColourShift, Noise, RandomAffine
from activation_atlas.recipes.olah2017 import RESCUE, fourier
from activation_atlas.recipes.recipe import Recipe

STEPS = 224
RATE = CosineDecay(0.1, 0.01)
WARM_UP = 6
VIEWS = (
    RandomAffine(rotation=20, scale=1.3, shift=0.1),
    ColourShift(gain=1.3, offset=0.15),
    Noise(0.04),
)

ATLAS = Recipe(
    name="atlas",
    paper="none: Olah et al. 2017, tuned for few steps; the default",
    images=fourier,
    stages=(Stage(STEPS, Adam(RATE, warm_up=WARM_UP), VIEWS),),
    rescue=RESCUE,
)

RECIPES = (ATLAS,)

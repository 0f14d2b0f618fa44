"""Visualizing GoogLeNet classes ("deepdraw"): Øygard 2015, blog and notebook.

x ← G_σ(clip(x + step · g / mean|g|)): the image is blurred after every step, or, as the author's
alternative, the gradient before it, x ← (1 - d)(x + step · G_σ g / mean|G_σ g|).

These are the two octaves of his "more coherent" variant; the other schedule climbs auxiliary
classifiers, which few networks have. He begins at the network's own input size and goes on 1.2
times larger, in random crops of the input size. A recipe knows only the finished picture's size,
so the published run is that of ``ZOOM`` times the network's input size (269 pixels for 224). A
smaller picture starts below the input size and is never cropped; a larger one is cropped from the
first octave on.
"""

from dataclasses import replace

from activation_atlas.optimize.operators import Blur, ClipValid, Decay, GradientBlur
from activation_atlas.optimize.rules import Steepest
from activation_atlas.optimize.schedule import Linear
from activation_atlas.optimize.stage import Stage
from activation_atlas.recipes.noise import pixels
from activation_atlas.recipes.recipe import Recipe

ZOOM = 1.2
"""Side of the second octave's canvas, as a multiple of the first one's."""
CROP = 0.3
"""Spread of a crop's corner about the middle, as a share of its room."""
STEPS = (190, 450)
SIGMAS = (Linear(2.5, 0.78), Linear(0.936, 0.40))
RULES = (Steepest(11.0, by="mean"), Steepest(Linear(6.0, 3.0), by="mean"))
OCTAVES = tuple(
    Stage(steps, rule, scale=scale, crop=CROP)
    for steps, rule, scale in zip(STEPS, RULES, (1 / ZOOM, 1.0))
)
"""Without what regularizes them."""
DECAY = 1e-2
"""Decay of the gradient route; unpublished. Our choice: at a tenth of it colours saturate."""
GREY, DEVIATION = 200.0, 8.0
"""Mean and deviation of the start in grey levels."""


OYGARD = Recipe(
    name="oygard2015",
    paper="Øygard 2015, Visualizing GoogLeNet Classes",
    images=pixels(DEVIATION, GREY),
    stages=tuple(
        replace(octave, operators=(ClipValid(), Blur(sigma)))
        for octave, sigma in zip(OCTAVES, SIGMAS)
    ),
)

OYGARD_GRADIENT = replace(
    OYGARD,
    name="oygard2015-gradient",
    paper=f"{OYGARD.paper}, with the gradient blurred in the image's place",
    stages=tuple(
        replace(octave, smoothing=(GradientBlur(sigma),), operators=(Decay(DECAY),))
        for octave, sigma in zip(OCTAVES, SIGMAS)
    ),
)

RECIPES = (OYGARD, OYGARD_GRADIENT)

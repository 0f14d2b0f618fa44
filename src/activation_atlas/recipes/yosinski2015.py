"""Units by regularized ascent: Yosinski et al. 2015, "Understanding Neural Networks Through
Deep Visualization".

x ← r_θ(x + η ∂a/∂x): after each step the image is regularized by decay, blur every few steps, and
clipping of pixels of small norm or small contribution, in this order, and at last brought back
to valid colours; the four settings are those of the paper's Table 1, numbers and order those of
the authors' code (deep-visualization-toolbox), but for the rates. A unit of a convolutional layer
is the one at the centre of the map, :func:`activation_atlas.optimize.objectives.neuron`.

Their loop clips to valid colours before each step, here it is done after the one before, which is
the same. In the last iteration nothing is updated; there the contrast is stretched about the mean
colour, as their code does where it saves an image: steps of the published sizes move the pixels of
some networks by less than a grey level, and what they show is a matter of shape, not of contrast.
"""

from dataclasses import dataclass

from torch import Tensor

from activation_atlas.optimize.operators import (
    Blur,
    ClipSmallContribution,
    ClipSmallNorm,
    ClipValid,
    Decay,
    Operator,
)
from activation_atlas.optimize.rules import TINY, Rule, Steepest
from activation_atlas.optimize.stage import Stage
from activation_atlas.recipes.noise import pixels
from activation_atlas.recipes.recipe import Recipe

DEVIATION = 10.0
"""Deviation of the start about the mean colour, in grey levels."""
# The paper's rates, desired rises of 2.0 and steps of 100, were found by random search on CaffeNet.
# With them on EfficientNet-Lite0, whose logits bend sooner and have smaller gradients, the settings
# stay behind plain ascent; of rates up to a hundred times as large, these serve well. With setting
# 4, which clears nine pixels of ten, the score goes up and down: the best of its images is shown,
# not the last; the authors' code saves both.
CONSTANT = Steepest(250.0)
STILL = Steepest(0.0)
LARGEST = 127.5
"""Grey levels between the mean colour and a pixel's farthest value once contrast is stretched."""


@dataclass(frozen=True)
class Stretch:
    """The contrast of each image is stretched about the mean colour, for display.

    Attributes:
        largest: What the largest absolute value becomes, in grey levels.
    """

    largest: float

    def __call__(self, pixels: Tensor, gradient: Tensor, step: int, progress: float) -> Tensor:
        """Return the stretched pixels, (B, 3, H, W)."""
        return pixels * (self.largest / pixels.abs().amax((1, 2, 3), keepdim=True).clamp(min=TINY))


def _progress(desired: float, most: float) -> Steepest:
    """Return steps that are meant to raise the activation by `desired`, to first order."""
    return Steepest(desired, by="square", most=most)


def _recipe(
    number: int, iterations: int, rule: Rule, *operators: Operator, best: bool = False
) -> Recipe:
    return Recipe(
        name=f"yosinski2015-{number}",
        paper=f"Yosinski et al. 2015, Deep Visualization, setting {number} of Table 1",
        images=pixels(DEVIATION),
        stages=(
            Stage(iterations - 1, rule, operators=(*operators, ClipValid()), best=best),
            Stage(1, STILL, operators=(Stretch(LARGEST), ClipValid())),
        ),
    )


RECIPES = (
    _recipe(1, 500, _progress(32, 100), Blur(0.5, every=4), ClipSmallNorm(50)),
    _recipe(2, 750, CONSTANT, Decay(0.3), ClipSmallNorm(20)),
    _recipe(3, 1000, CONSTANT, Decay(0.0001), Blur(1.0, every=4)),
    _recipe(4, 1000, _progress(80, 1e8), Blur(0.5, every=4), ClipSmallContribution(90), best=True),
)

"""Inversion: Mahendran and Vedaldi 2015, "Understanding Deep Image Representations".

The image whose activations come nearest to a photo's, among those that look natural: minimizes
‖Φ(x) - Φ₀‖² / ‖Φ₀‖² + (λ_V/2 Σ |∇x|² + λ_α/2 Σ x^6) / σ², with x in grey levels and σ the norm of
a natural image, from noise of that norm. Numbers, except for σ, are those of the authors' code for
Caffe's AlexNet (aravindhm/deep-goggle, `experiment_cnn.m`): gradient descent with a momentum of
0.9, whose memory begins anew whenever the rate falls.
"""

import math
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from activation_atlas.optimize.images.pixels import WHITE
from activation_atlas.optimize.objectives import Objective, Outputs, inversion
from activation_atlas.optimize.rules import State
from activation_atlas.optimize.stage import Stage
from activation_atlas.recipes.inversion import Inversion
from activation_atlas.recipes.noise import pixels
from activation_atlas.recipes.recipe import Recipe

LEVELS = 58.0
"""RMS of a natural image in grey levels about the mean colour, which gives σ² as its square times
the number of values: ImageNet's, since the authors' own σ lies in a file that isn't published."""
RATES, STEPS = (4e-3, 4e-4, 4e-5), (100, 200, 100)
MOMENTUM = 0.9
VARIATIONS = ((8, 1.0), (16, 10.0), (math.inf, 100.0))
"""λ_V up to a stride in pixels: AlexNet's up to its second convolution, its fourth, and beyond."""
GREY = 0.5
RANGE, POWER = 8e-10, 6
"""λ_α and α, which keep values within those of natural images."""


@dataclass(frozen=True)
class Momentum:
    """Steepest ascent with momentum, for an objective relative to the norm of a natural image.

    Attributes:
        rate: Share of σ² times the gradient that is added to the velocity.
    """

    rate: float

    def begin(self, parameters: Tensor) -> State:
        """Return a velocity of zero, (B, ...)."""
        return (torch.zeros_like(parameters),)

    def advance(
        self, parameters: Tensor, gradient: Tensor, state: State, step: int, progress: float
    ) -> tuple[Tensor, State]:
        """Return the parameters after a step, and the velocity."""
        velocity = MOMENTUM * state[0] + self.rate * _square(gradient) * gradient
        return parameters + velocity, (velocity,)


def _square(images: Tensor) -> float:
    """Return σ²: the squared norm of a natural image of the size of (B, ...) images."""
    return LEVELS**2 * images[0].numel()


def unnatural(variation: float) -> Objective:
    """Return (λ_V/2 Σ |∇x|² + λ_α/2 Σ x^α) / σ² of grey levels x about mid-grey, at least 0."""

    def score(outputs: Outputs) -> Tensor:
        levels = WHITE * (outputs.images - GREY)
        down, across = levels.diff(dim=2), levels.diff(dim=3)
        rough = down.square().sum((1, 2, 3)) + across.square().sum((1, 2, 3))
        large = levels.pow(POWER).sum((1, 2, 3))
        return (variation * rough + RANGE * large) / (2 * _square(levels))

    return Objective(score)


def _at_stride(recipe: Recipe, stride: float) -> Recipe:
    variation = next(variation for most, variation in VARIATIONS if stride <= most)
    return replace(recipe, penalty=-1.0 * unnatural(variation))


INVERSION = Inversion(
    Recipe(
        name="mahendran2015",
        paper="Mahendran and Vedaldi 2015, Understanding Deep Image Representations",
        images=pixels(LEVELS),
        stages=tuple(Stage(steps, Momentum(rate)) for rate, steps in zip(RATES, STEPS)),
        penalty=-1.0 * unnatural(10.0),
    ),
    inversion,
    _at_stride,
)

INVERSIONS = (INVERSION,)

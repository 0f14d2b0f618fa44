"""Class images by gradient ascent with an L2 penalty: Simonyan et al. 2014, section 2.

Maximizes S_c(I) - λ‖I‖², with I in grey levels about the mean colour, from the zero image, by
I ← I + η (∇S_c - 2λI). The paper gives neither λ nor η; its start, its score before the softmax
and its penalty are here, and all numbers are this project's choice.

A network whose scores are steep needs a large λ, so no number serves all. At the optimum
I = ∇S_c / (2λ), so λ = RMS(∇S_c) / (2 RMS(I)): it is searched in the first half of the steps, as
what makes the gradients met so far that long, and then fixed, after which no gradient is
normalized. A linear score would end at an RMS of ``LEVELS``; the gradients of a deep network turn
from step to step and mostly cancel, so that its images end at an RMS of about 6 grey levels.
Steps follow from λ by 2ηλ = ``SHARE``, the share of I that the penalty takes each step, so that
they are stable for any network. Momentum, or steps much longer than these, leave the images behind
plain ascent.
"""

from dataclasses import dataclass

from torch import Tensor

from activation_atlas.optimize.rules import TINY, State
from activation_atlas.optimize.schedule import Linear, Schedule, at
from activation_atlas.optimize.stage import Stage
from activation_atlas.recipes.noise import pixels
from activation_atlas.recipes.recipe import Recipe

STEPS = 300
LEVELS = 200.0
"""RMS in grey levels at which an image would end if its score were linear."""
SHARE = Linear(0.006, 0.0)
SEARCH = 0.5
"""Share of the steps in which λ is searched."""
MEMORY = 0.95
"""Share of the gradients' running mean that a step keeps, while λ is searched."""


@dataclass(frozen=True)
class Penalized:
    """Steepest ascent of S - λ‖I‖², each image with the λ that its own gradients give.

    Attributes:
        levels: RMS at which the image would end if S were linear, in the units of the parameters.
        share: 2ηλ, where η is the length of a step; stable below 2.
    """

    levels: float
    share: Schedule

    def begin(self, parameters: Tensor) -> State:
        """Return a mean size of gradients and a λ of zero, each (B, 1, ..., 1)."""
        shape = (len(parameters), *[1] * (parameters.ndim - 1))
        return parameters.new_zeros(shape), parameters.new_zeros(shape)

    def advance(
        self, parameters: Tensor, gradient: Tensor, state: State, step: int, progress: float
    ) -> tuple[Tensor, State]:
        """Return the parameters after a step, and the gradients' mean size and λ."""
        size, weight = state
        if progress < SEARCH:
            size = size.lerp(_rms(gradient), 1 - MEMORY)
            weight = (size / (1 - MEMORY ** (step + 1)) / (2 * self.levels)).clamp(min=TINY)
        pull = gradient / (2 * weight) - parameters
        return parameters + at(self.share, progress) * pull, (size, weight)


def _rms(images: Tensor) -> Tensor:
    """Return the root mean square of each image, (B, 1, ..., 1)."""
    mean = images.square()
    # Axis by axis: how threads share one long sum would depend on the size of the batch.
    for axis in reversed(range(1, images.ndim)):
        mean = mean.mean(axis, keepdim=True)
    return mean.sqrt()


SIMONYAN = Recipe(
    name="simonyan2014",
    paper="Simonyan et al. 2014, Deep Inside Convolutional Networks",
    images=pixels(0.0),
    stages=(Stage(STEPS, Penalized(LEVELS, SHARE)),),
)

RECIPES = (SIMONYAN,)

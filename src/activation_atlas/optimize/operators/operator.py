"""What regularizes an image between steps, r_θ of Yosinski et al. 2015."""

from typing import Protocol

from torch import Tensor


class Operator(Protocol):
    """A change of the pixels after each step.

    Pixels (B, 3, H, W) are grey levels about the network's mean colour: 255 (RGB - mean).
    """

    def __call__(self, pixels: Tensor, gradient: Tensor, step: int, progress: float) -> Tensor:
        """Return the changed pixels, same shape.

        Args:
            pixels: (B, 3, H, W) grey levels about the network's mean colour.
            gradient: (B, 3, H, W) of the scores, as the step just taken had it.
            step: Number of the step, from 0.
            progress: Share of the steps that are done, in [0, 1).
        """
        ...


class GradientOperator(Protocol):
    """A change of the gradient before each step."""

    def __call__(self, gradient: Tensor, progress: float) -> Tensor:
        """Return the changed gradient, same shape.

        Args:
            gradient: (B, 3, H, W) of the scores.
            progress: Share of the steps that are done, in [0, 1).
        """
        ...

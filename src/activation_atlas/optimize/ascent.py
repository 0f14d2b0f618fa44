"""Gradient ascent on a batch of images, each for itself: nothing is shared between them."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

Score = Callable[[Tensor, int], Tensor]
"""Parameters (B, ...) and the step's number in, one score an image (B,) out."""

BETAS = (0.5, 0.95)  # shorter memories than usual: so do a few dozen steps
EPSILON = 1e-20  # far below any gradient: objectives of any scale move alike
WARM_UP = 6  # steps; at full rate Adam's first ones throw a start far off
LAST_RATE = 0.1  # share of the learning rate that the last step still has


@dataclass
class Ascent:
    """Images on their way: their parameters and Adam's moments, all (B, ...).

    Every image has moments of its own, so images can be regrouped between steps.
    """

    parameters: Tensor
    first: Tensor
    second: Tensor

    @classmethod
    def start(cls, parameters: Tensor) -> "Ascent":
        """Begin at the given parameters, which stay as they are."""
        return cls(parameters.clone(), torch.zeros_like(parameters), torch.zeros_like(parameters))

    def advance(self, score: Score, steps: range, learning_rate: Callable[[int], float]) -> Tensor:
        """Take the given steps of Adam uphill; return each image's mean score over them, (B,)."""
        total = torch.zeros(len(self.parameters), device=self.parameters.device)
        for step in steps:
            self.parameters.requires_grad_()
            scores = score(self.parameters, step)
            (gradient,) = torch.autograd.grad(scores.sum(), self.parameters)
            self.parameters = self.parameters.detach()
            self._adam(gradient, step, learning_rate(step))
            total += scores.detach()
        return total / max(1, len(steps))

    def _adam(self, gradient: Tensor, step: int, rate: float) -> None:
        self.first.lerp_(gradient, 1 - BETAS[0])
        self.second.lerp_(gradient.square(), 1 - BETAS[1])
        first = self.first / (1 - BETAS[0] ** (step + 1))
        second = self.second / (1 - BETAS[1] ** (step + 1))
        self.parameters += rate * first / (second.sqrt() + EPSILON)


def cosine_decay(rate: float, steps: int) -> Callable[[int], float]:
    """Return a learning rate that rises in a few steps, then falls to a tenth of `rate`.

    The rise is linear, the fall half a cosine.
    """

    def at(step: int) -> float:
        rise = min(1.0, (step + 1) / (WARM_UP + 1))
        fall = 0.5 * (1 + math.cos(math.pi * step / steps))
        return rate * rise * (LAST_RATE + (1 - LAST_RATE) * fall)

    return at

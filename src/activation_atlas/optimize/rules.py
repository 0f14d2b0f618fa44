"""How far parameters move along a gradient: each image for itself."""

import math
from dataclasses import dataclass
from typing import Literal, Protocol

import torch
from torch import Tensor

from activation_atlas.optimize.schedule import Schedule, at

State = tuple[Tensor, ...]
"""What a rule remembers of each image, every tensor (B, ...)."""

TINY = 1e-20  # below any gradient worth a step, and still a float32


class Rule(Protocol):
    """One step uphill."""

    def begin(self, parameters: Tensor) -> State:
        """Return what the rule remembers before its first step."""
        ...

    def advance(
        self, parameters: Tensor, gradient: Tensor, state: State, step: int, progress: float
    ) -> tuple[Tensor, State]:
        """Return the parameters (B, ...) after a step along the gradient, and the new memory."""
        ...


@dataclass(frozen=True)
class Adam:
    """Adam (Kingma and Ba 2015), uphill.

    Attributes:
        rate: Learning rate.
        betas: Decay of the two moments' memories.
        epsilon: Added to the second moment's root; the default lets objectives of any scale move
            alike.
        warm_up: Steps before the full rate; at full rate the first ones throw a start far off.
    """

    rate: Schedule
    betas: tuple[float, float] = (0.9, 0.999)
    epsilon: float = TINY
    warm_up: int = 0

    def begin(self, parameters: Tensor) -> State:
        """Return moments of zero."""
        return torch.zeros_like(parameters), torch.zeros_like(parameters)

    def advance(
        self, parameters: Tensor, gradient: Tensor, state: State, step: int, progress: float
    ) -> tuple[Tensor, State]:
        """Return the parameters after a step, and the moments."""
        first = state[0].lerp(gradient, 1 - self.betas[0])
        second = state[1].lerp(gradient.square(), 1 - self.betas[1])
        slope = first / (1 - self.betas[0] ** (step + 1))
        spread = (second / (1 - self.betas[1] ** (step + 1))).sqrt()
        rate = at(self.rate, progress) * min(1.0, (step + 1) / (self.warm_up + 1))
        return parameters + rate * slope / (spread + self.epsilon), (first, second)


@dataclass(frozen=True)
class Steepest:
    """Steepest ascent, with the normalizations that the papers use.

    Attributes:
        rate: Length of a step.
        by: What an image's gradient is divided by: its mean absolute value (DeepDream), its
            standard deviation, the square of its norm (the "progress" steps of Yosinski et al.
            2015, each meant to raise the objective by `rate`), or nothing.
        most: Largest factor of the gradient.
    """

    rate: Schedule
    by: Literal["mean", "deviation", "square"] | None = None
    most: float = math.inf

    def begin(self, parameters: Tensor) -> State:
        """Return nothing: a step depends on its own gradient alone."""
        return ()

    def advance(
        self, parameters: Tensor, gradient: Tensor, state: State, step: int, progress: float
    ) -> tuple[Tensor, State]:
        """Return the parameters after a step."""
        factor = (at(self.rate, progress) / self._size(gradient)).clamp(max=self.most)
        return parameters + factor.reshape(-1, *[1] * (gradient.ndim - 1)) * gradient, ()

    def _size(self, gradient: Tensor) -> Tensor:
        flat = gradient.flatten(1)
        if self.by == "mean":
            return flat.abs().mean(1).clamp(min=TINY)
        if self.by == "deviation":
            return flat.std(1).clamp(min=TINY)
        if self.by == "square":
            return flat.square().sum(1).clamp(min=TINY)
        return torch.ones(len(flat), device=flat.device)


@dataclass(frozen=True)
class Gradient:
    """No step: what is left is the gradient itself."""

    def begin(self, parameters: Tensor) -> State:
        """Return nothing."""
        return ()

    def advance(
        self, parameters: Tensor, gradient: Tensor, state: State, step: int, progress: float
    ) -> tuple[Tensor, State]:
        """Return the gradient in place of the parameters, and no memory."""
        return gradient, state

"""Limited-memory BFGS, uphill, each image for itself (Nocedal 1980; Liu and Nocedal 1989).

No line search: a step costs one gradient. Where pixels are clipped after a step, the curvature is
measured along the way that was really gone, which makes it a projected quasi-Newton method.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from activation_atlas.optimize.rules import TINY, State


@dataclass(frozen=True)
class Lbfgs:
    """Steps of the two-loop recursion.

    Attributes:
        memory: Steps that the curvature is estimated from.
        first: RMS length of the first step, before any curvature is known.
        most: Largest RMS length of a step, in place of a line search.
    """

    memory: int = 20
    first: float = 0.01
    most: float = 0.1

    def begin(self, parameters: Tensor) -> State:
        """Return last parameters and gradient, past steps and their changes of the gradient.

        The pasts are (B, memory, ...), as are the inverse products of the two, (B, memory); a step
        that is not remembered has the product 0.
        """
        past = parameters.new_zeros(len(parameters), self.memory, *parameters.shape[1:])
        inverse = parameters.new_zeros(len(parameters), self.memory)
        nothing = torch.zeros_like(parameters)
        return nothing, nothing, past, past.clone(), inverse

    def advance(
        self, parameters: Tensor, gradient: Tensor, state: State, step: int, progress: float
    ) -> tuple[Tensor, State]:
        """Return the parameters (B, ...) after a step, and the new memory."""
        last, slope, steps, changes, inverse = state
        slots = [(step - 1 - back) % self.memory for back in range(min(step, self.memory))]
        if step:
            steps[:, slots[0]], changes[:, slots[0]] = parameters - last, slope - gradient
            product = _dot(steps[:, slots[0]], changes[:, slots[0]])
            # Without positive curvature a step says nothing about the way to the summit.
            inverse[:, slots[0]] = torch.where(product > TINY, 1 / product, 0.0)
        move = self._direction(gradient, steps, changes, inverse, slots)
        length = _dot(move, move).div(move[0].numel()).sqrt()
        move = move * _wide((self.most / length.clamp(min=TINY)).clamp(max=1), move)
        return parameters + move, (parameters, gradient, steps, changes, inverse)

    def _direction(
        self, gradient: Tensor, steps: Tensor, changes: Tensor, inverse: Tensor, slots: list[int]
    ) -> Tensor:
        """Return the inverse Hessian's estimate times the gradient; `slots`: newest step first."""
        shares = {}
        for slot in slots:
            shares[slot] = inverse[:, slot] * _dot(steps[:, slot], gradient)
            gradient = gradient - _wide(shares[slot], gradient) * changes[:, slot]
        gradient = gradient * _wide(self._scale(gradient, changes, inverse, slots), gradient)
        for slot in reversed(slots):
            share = shares[slot] - inverse[:, slot] * _dot(changes[:, slot], gradient)
            gradient = gradient + _wide(share, gradient) * steps[:, slot]
        return gradient

    def _scale(
        self, gradient: Tensor, changes: Tensor, inverse: Tensor, slots: list[int]
    ) -> Tensor:
        """Return the first guess of the inverse Hessian, a number an image (B,)."""
        size = _dot(gradient, gradient).div(gradient[0].numel()).sqrt()
        scale = self.first / size.clamp(min=TINY)
        for slot in reversed(slots):  # the newest step that is remembered decides
            square = inverse[:, slot] * _dot(changes[:, slot], changes[:, slot])
            scale = torch.where(square > 0, 1 / square, scale)
        return scale


def _dot(one: Tensor, other: Tensor) -> Tensor:
    """Return each image's inner product, (B,)."""
    product = one * other
    # Axis by axis: how threads share one long sum would depend on the size of the batch.
    while product.ndim > 1:
        product = product.sum(-1)
    return product


def _wide(numbers: Tensor, like: Tensor) -> Tensor:
    """Return numbers (B,) such that they multiply images (B, ...)."""
    return numbers.reshape(-1, *[1] * (like.ndim - 1))

"""Gradient ascent on a batch of images, each for itself: nothing is shared between them."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from activation_atlas.optimize.rules import Rule, State

Score = Callable[[Tensor, int], Tensor]
"""Parameters (B, ...) and the step's number in, one score an image (B,) out."""
Smooth = Callable[[Tensor, int], Tensor]
"""A gradient (B, ...) and the step's number in, the gradient to follow out."""
Regularize = Callable[[Tensor, Tensor, int], Tensor]
"""Parameters after a step, its gradient and its number in, the parameters to go on with out."""
Watch = Callable[[Tensor, Tensor, int], None]
"""Parameters before a step, their scores (B,) and the step's number."""


@dataclass
class Ascent:
    """Images on their way: their parameters and the rule's memory, all (B, ...).

    Every image has a memory of its own, so images can be regrouped between steps.
    """

    parameters: Tensor
    state: State
    rule: Rule

    @classmethod
    def start(cls, parameters: Tensor, rule: Rule) -> "Ascent":
        """Begin at the given parameters, which stay as they are."""
        return cls(parameters.clone(), rule.begin(parameters), rule)

    def advance(
        self,
        score: Score,
        steps: range,
        total: int,
        smooth: Smooth = lambda gradient, step: gradient,
        regularize: Regularize = lambda parameters, gradient, step: parameters,
        watch: Watch = lambda parameters, scores, step: None,
        until: float = torch.inf,
    ) -> Tensor:
        """Take the given steps of `total` uphill; return each image's mean score over them, (B,).

        An image whose score has reached `until` stays as it is at that step.
        """
        mean = torch.zeros(len(self.parameters), device=self.parameters.device)
        for step in steps:
            before = self.parameters.requires_grad_()
            scores = score(before, step)
            (gradient,) = torch.autograd.grad(scores.sum(), before)
            before, scores = before.detach(), scores.detach()
            # Alone, an image may lie in memory otherwise, and its sums be taken in another order.
            gradient = smooth(gradient.contiguous(), step)
            watch(before, scores, step)
            after, state = self.rule.advance(before, gradient, self.state, step, step / total)
            after = regularize(after, gradient, step)
            if until < torch.inf:
                moving = (scores < until).reshape(-1, *[1] * (before.ndim - 1))
                after = torch.where(moving, after, before)
            self.parameters, self.state = after, state
            mean += scores / max(1, len(steps))
        return mean

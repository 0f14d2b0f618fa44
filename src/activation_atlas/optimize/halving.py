"""Several tries an image by successive halving: the worse half is given up again and again.

Jamieson and Talwalkar 2016, "Non-stochastic Best Arm Identification".
"""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor

from activation_atlas.optimize.ascent import Ascent
from activation_atlas.optimize.rules import Rule

EARLY_SHARE = 4  # a rung before the last takes one step in so many; shorter ones tell too little


def best_of_tries(
    starts: Tensor,
    score: Callable[[Tensor, Tensor, int], Tensor],
    steps: int,
    rule: Rule,
) -> tuple[Tensor, Tensor]:
    """Optimize several tries of each image and return the best of each.

    All tries of one number make up one batch of B images, so every batch has the same shape.

    Args:
        starts: (tries, B, ...) parameters.
        score: Parameters (B, ...), the number of each image's try (B,) and the step in; one score
            an image (B,) out.
        steps: Steps of the try that is kept; the others take fewer.
        rule: Way uphill of each step.

    Returns:
        Parameters (B, ...) of the tries kept, and which those were (B,).
    """
    tries = torch.arange(len(starts), device=starts.device)[:, None].expand(starts.shape[:2])
    batches = [Ascent.start(start, rule) for start in starts]
    for rung in _rungs(len(starts), steps):
        scores = torch.stack(
            [
                batch.advance(
                    lambda parameters, step, of=number: score(parameters, of, step),
                    rung,
                    steps,
                )
                for batch, number in zip(batches, tries)
            ]
        )
        if len(batches) > 1:
            order = scores.argsort(dim=0, descending=True, stable=True)[: len(batches) // 2]
            tries = tries.gather(0, order)
            batches = _kept(batches, order)
    return batches[0].parameters, tries[0]


def _rungs(tries: int, steps: int) -> list[range]:
    """Cut the steps into rungs, one a halving and the last for the tries that are left."""
    halvings = tries.bit_length() - 1
    ends = [max(1, steps // EARLY_SHARE) * (number + 1) for number in range(halvings)]
    edges = [0, *(min(end, steps) for end in ends), steps]
    return [range(first, last) for first, last in zip(edges, edges[1:])]


def _kept(batches: list[Ascent], order: Tensor) -> list[Ascent]:
    """Return batches in which place b of batch i holds image b of batch ``order[i, b]``."""
    places = torch.arange(order.shape[1], device=order.device)

    def regrouped(tensors: Iterable[Tensor]) -> Tensor:
        return torch.stack(list(tensors))[order, places]

    parameters = regrouped(batch.parameters for batch in batches)
    states = [regrouped(part) for part in zip(*(batch.state for batch in batches))]
    return [
        Ascent(parameters[number], tuple(state[number] for state in states), batches[0].rule)
        for number in range(len(order))
    ]

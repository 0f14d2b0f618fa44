"""How much the images of one group differ.

A group is a number of consecutive images; batches hold whole groups, and images of other groups
never matter. The score of an image is its share of its group's score.
"""

import torch
from torch import Tensor
from torch.nn import functional

from activation_atlas.optimize.objectives.objective import Objective, Outputs
from activation_atlas.optimize.objectives.targets import in_groups


def diversity(layer: str, group: int) -> Objective:
    """Return how much the images of a group differ in style, at most 0.

    The scores of a group's n images add up to -1/n Σ_{a≠b} ⟨G_a, G_b⟩, where G is the Gram matrix
    of the layer's activations, scaled to norm 1. Olah et al. 2017, "Feature Visualization",
    diversity; the paper's weight is 100.

    Args:
        layer: Layer whose activations are compared.
        group: Number of consecutive images that shall differ.

    Raises:
        AtlasError: When scoring, if the batch does not hold whole groups.
    """

    def score(outputs: Outputs) -> Tensor:
        grams = in_groups(_unit_grams(outputs.activations[layer]), group)
        alike = torch.bmm(grams, grams.transpose(1, 2))
        others = 1 - torch.eye(group, dtype=alike.dtype, device=alike.device)
        return -(alike * others).sum(2).flatten() / group

    return Objective(score, frozenset({layer}))


def _unit_grams(maps: Tensor) -> Tensor:
    """Return the Gram matrices of maps (B, C, H, W) as vectors of norm 1, (B, C²)."""
    features = maps.flatten(2)
    return functional.normalize(torch.bmm(features, features.transpose(1, 2)).flatten(1), dim=1)

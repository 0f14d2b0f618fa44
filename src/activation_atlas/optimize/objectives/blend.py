"""Objectives whose share differs from image to image."""

from torch import Tensor

from activation_atlas.optimize.objectives.objective import Objective, Outputs
from activation_atlas.optimize.objectives.targets import one_an_image


def scaled(objective: Objective, weights: Tensor) -> Objective:
    """Return the objective with the score of each image times its own weight.

    Args:
        objective: Stays as it is.
        weights: (B,), one an image or one a group of consecutive images.
    """

    def score(outputs: Outputs) -> Tensor:
        scores = objective(outputs)
        return one_an_image(weights, scores) * scores

    return Objective(score, objective.layers, objective.logits)


def interpolation(first: Objective, second: Objective, weights: Tensor) -> Objective:
    """Return (1 - w) first + w second, each image with its own w.

    Olah et al. 2017, "Feature Visualization", interaction between neurons: the weights of image n
    of B are n / (B - 1), that is ``torch.linspace(0, 1, B)``.

    Args:
        first: What images of weight 0 are optimized for.
        second: What images of weight 1 are optimized for.
        weights: (B,) in [0, 1], one an image or one a group of consecutive images.
    """
    return scaled(first, 1 - weights) + scaled(second, weights)

"""Costs of an image's pixels, to be subtracted: ``channel(...) - 0.25 * total_variation()``.

All look at the images as decoded, before any transform, are at least 0, and are sums over the
pixels, as published: weights belong to a size of image. All but the L2 cost take RGB in [0, 1].
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from activation_atlas.optimize.images.pixels import WHITE
from activation_atlas.optimize.objectives.objective import Objective, Outputs

Colour = float | Sequence[float] | Tensor
"""RGB in [0, 1], or one grey for all three."""

GREY = 0.5


def total_variation() -> Objective:
    """Return the sum of the absolute differences between neighbours, down and across.

    Olah et al. 2017, "Feature Visualization", frequency penalization; the paper's weight is 0.25.
    """

    def score(outputs: Outputs) -> Tensor:
        images = outputs.images
        down = (images[:, :, 1:] - images[:, :, :-1]).abs()
        across = (images[..., 1:] - images[..., :-1]).abs()
        return down.sum((1, 2, 3)) + across.sum((1, 2, 3))

    return Objective(score)


def l1(origin: Colour = GREY) -> Objective:
    """Return the sum of the absolute differences to a colour.

    Olah et al. 2017, "Feature Visualization"; the paper's weight is 0.05, its colour mid-grey.
    """
    return Objective(lambda outputs: _about(outputs.images, origin).abs().sum((1, 2, 3)))


def l2(origin: Colour) -> Objective:
    """Return the sum of the squares of the grey levels about a colour, (255 (RGB - origin))².

    About the network's mean colour this is ‖I‖² of Simonyan et al. 2014, section 2.
    """

    def score(outputs: Outputs) -> Tensor:
        return (WHITE * _about(outputs.images, origin)).square().sum((1, 2, 3))

    return Objective(score)


def blurriness() -> Objective:
    """Return half the squared distance to a blurred copy: the cost of what a blur would remove.

    The copy counts as given, so following the gradient blurs the image. Olah et al. 2017,
    "Feature Visualization", frequency penalization; the paper's weight is 1. The blur is Lucid's:
    each pixel counts twice as much as each of its eight neighbours.
    """

    def score(outputs: Outputs) -> Tensor:
        images = outputs.images
        with torch.no_grad():
            blurred = (_around(images) + images) / (_around(torch.ones_like(images[:1])) + 1)
        return 0.5 * (images - blurred).square().sum((1, 2, 3))

    return Objective(score)


def _about(images: Tensor, origin: Colour) -> Tensor:
    """Return the images' differences to a colour, (B, 3, H, W)."""
    colour = torch.as_tensor(origin, dtype=images.dtype, device=images.device)
    return images - colour.reshape(-1, 1, 1)


def _around(images: Tensor) -> Tensor:
    """Return the sums over the 3 × 3 pixels around each pixel, without those beyond the border."""
    padded = functional.pad(images, (1, 1, 1, 1))
    rows = padded[:, :, :-2] + padded[:, :, 1:-1] + padded[:, :, 2:]
    return rows[..., :-2] + rows[..., 1:-1] + rows[..., 2:]

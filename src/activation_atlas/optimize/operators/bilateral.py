"""Bilateral filter: a blur that stops at edges."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from activation_atlas.optimize.images.pixels import WHITE
from activation_atlas.optimize.operators.blur import NARROW
from activation_atlas.optimize.schedule import Schedule, at


@dataclass(frozen=True)
class Bilateral:
    """Each pixel becomes a mean of its neighbours, near ones of near colour above all.

    BF(x)_p = Σ_q exp(-|p-q|²/2σ_s²) exp(-‖x_p-x_q‖²/2σ_r²) x_q / normaliser (Tomasi and Manduchi
    1998; as a regularizer Tyka 2016), over the q within ⌈2σ_s⌉ pixels along each axis that lie in
    the image. Tyka published pictures only; σ_r and the reach are this project's choice.

    Attributes:
        sigma_space: σ_s in pixels.
        sigma_range: σ_r, of the joint distance in RGB for colours in [0, 1].
    """

    sigma_space: Schedule
    sigma_range: Schedule

    def __call__(self, pixels: Tensor, gradient: Tensor, step: int, progress: float) -> Tensor:
        """Return the filtered pixels, (B, 3, H, W)."""
        sigma_range = WHITE * at(self.sigma_range, progress)
        return bilateral_filter(pixels, at(self.sigma_space, progress), sigma_range)


def bilateral_filter(images: Tensor, sigma_space: float, sigma_range: float) -> Tensor:
    """Return images (B, C, H, W) filtered; `sigma_range` is in the images' own units.

    A σ_s below a tenth of a pixel or a σ_r of 0 changes nothing.
    """
    if sigma_space < NARROW or sigma_range <= 0:
        return images
    moved = torch.zeros_like(images)
    weights = torch.ones_like(images[:, :1])
    for down, right in _half_of_the_offsets(math.ceil(2 * sigma_space)):
        # A pair counts for both its pixels; x + Σ w (x_q - x) / Σ w needs each difference once.
        here, there = _pair(images, down, right)
        pull = there - here
        distance = (down**2 + right**2) / (2 * sigma_space**2)
        near = pull.square().sum(1, keepdim=True).mul_(-1 / (2 * sigma_range**2))
        weight = near.sub_(distance).exp_()
        pull *= weight
        first, second = _pair(weights, down, right)
        first += weight
        second += weight
        first, second = _pair(moved, down, right)
        first += pull
        second -= pull
    return images + moved / weights


def _half_of_the_offsets(radius: int) -> list[tuple[int, int]]:
    """Return (down, right) to the neighbours within `radius`, one of each opposite two."""
    ahead = [(0, right) for right in range(1, radius + 1)]
    below = [(down, right) for down in range(1, radius + 1) for right in range(-radius, radius + 1)]
    return ahead + below


def _pair(images: Tensor, down: int, right: int) -> tuple[Tensor, Tensor]:
    """Return two views: all pixels with a neighbour at the offset, and these neighbours."""
    height, width = images.shape[2] - down, images.shape[3] - abs(right)
    left = max(0, -right)
    if min(height, width) <= 0:
        return images[:, :, :0, :0], images[:, :, :0, :0]
    here = images[:, :, :height, left : left + width]
    return here, images[:, :, down:, left + right : left + right + width]

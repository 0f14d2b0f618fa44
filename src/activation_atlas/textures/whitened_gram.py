"""Gram matrices in a source's own axes: what random filters hardly see beside light.

All of them answer to light, each in its measure, so that one direction fills nearly all of a Gram
matrix, and outlines, which make bricks and petals, next to nothing. About the source's mean, along
its principal axes, each divided by the spread along it, they count alike.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from activation_atlas.textures.gram import gram
from activation_atlas.textures.terms import GramMatch

RIDGE = 0.1
"""Share of the largest variance that every axis has at least, those of no variance too."""
WEIGHT = 0.1
"""Beside plain Gram matrices, for random weights; with 0.01 petals have fewer outlines."""


@dataclass(frozen=True)
class WhitenedMatch:
    """The distance of Gram matrices, and of whitened ones.

    Attributes:
        layer: Layer whose activations the term looks at.
        plain: The distance of Gram matrices.
        mean: (C,) mean of the source's activations.
        axes: (C, C), rows along the source's principal axes, divided by its spread along them.
        target: (C, C), the source's whitened Gram matrix.
        weight: Weight of the whitened ones.
    """

    layer: str
    plain: GramMatch
    mean: Tensor
    axes: Tensor
    target: Tensor
    weight: float

    def __call__(self, activation: Tensor) -> Tensor:
        """Return the plain term + weight · Σ(Ŵ - W)² / ΣW², (B,)."""
        found = gram(activation)
        error = whitened_gram(found, activation.mean((2, 3)), self.mean, self.axes) - self.target
        unit = self.target.square().sum().clamp(min=1e-12)
        return self.plain.of(found) + self.weight * error.square().sum(-1).sum(-1) / unit


def whitened_gram(found: Tensor, own: Tensor, mean: Tensor, axes: Tensor) -> Tensor:
    """Return Gram matrices about a mean and along axes, (B, C, C).

    Args:
        found: (B, C, C) Gram matrices about zero.
        own: (B, C) means of the same activations.
        mean: (C,) to be about.
        axes: (C, C).
    """
    mixed = own[:, :, None] * mean
    return axes @ (found - mixed - mixed.transpose(1, 2) + mean[:, None] * mean) @ axes.T


@torch.no_grad()
def whitened_match(plain: GramMatch, activation: Tensor, weight: float) -> WhitenedMatch:
    """Return a term with the whitened Gram matrix of a source beside the plain one.

    Args:
        plain: The term of its Gram matrix.
        activation: (1, C, h, w) of the source.
        weight: Weight of the whitened one.
    """
    mean, found = activation.mean((2, 3)), gram(activation)
    # On the CPU, since not every device has float64.
    centre = mean[0].cpu().double()
    about = found[0].cpu().double() - centre[:, None] * centre
    values, vectors = torch.linalg.eigh(about)
    spread = (values.clamp(min=0) + max(RIDGE * values.max().item(), 1e-12)).sqrt()
    axes = (vectors / spread).T.to(activation).contiguous()
    target = whitened_gram(found, mean, mean[0], axes)[0]
    return WhitenedMatch(plain.layer, plain, mean[0], axes, target, weight)

"""The colours of a source, whatever lies where: their mean and covariance.

Random filters mix colours, so Gram matrices alone leave coloured speckles in grey materials that
hardly show in their error. In the source's own colour axes, each as long as the source's spread,
a speckle is as large as it looks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from activation_atlas.textures.gram import gram
from activation_atlas.textures.terms import Loss

RIDGE = 0.01
"""Share of the largest variance that every axis has at least, grey ones' chroma too."""
WEIGHT = 0.01
"""Weight of the colours beside the layers, for random weights; larger ones hold back the forms."""


@dataclass(frozen=True)
class Colours:
    """Statistics of a source's pixels.

    Attributes:
        mean: (3,) RGB in [0, 1].
        covariance: (3, 3).
    """

    mean: np.ndarray
    covariance: np.ndarray

    def power(self, exponent: float, ridge: float = 0.0) -> np.ndarray:
        """Return the covariance (3, 3), with a ridge, to a power."""
        values, axes = np.linalg.eigh(self.covariance)
        values = values.clip(min=0) + max(ridge * values.max(), np.finfo(np.float32).eps)
        return (axes * values**exponent) @ axes.T


def colours_of(source: np.ndarray) -> Colours:
    """Return the colours of a source (h, w, 3) uint8."""
    flat = source.reshape(-1, 3) / 255
    return Colours(flat.mean(0), np.cov(flat.T))


def blended(parts: Sequence[tuple[Colours, float]]) -> Colours:
    """Return the mean of several colours, each with its share of 1."""
    mean = sum(share * colours.mean for colours, share in parts)
    covariance = sum(share * colours.covariance for colours, share in parts)
    return Colours(mean, covariance)


def in_colours(image: np.ndarray, wanted: Colours) -> np.ndarray:
    """Return an image (h, w, 3) uint8 with other colours, moved as little as that takes.

    It is the linear map that carries one normal distribution to another at the least cost,
    T = A^(-1/2) (A^(1/2) B A^(1/2))^(1/2) A^(-1/2) for covariances A and B, as Pitié and Kokaram
    2007 derive it ("The linear Monge-Kantorovitch linear colour mapping").
    """
    own = colours_of(image)
    root, inverse = own.power(0.5, RIDGE), own.power(-0.5, RIDGE)
    middle = Colours(own.mean, root @ wanted.covariance @ root).power(0.5)
    moved = (image / 255 - own.mean) @ (inverse @ middle @ inverse) + wanted.mean
    return np.rint(255 * moved).clip(0, 255).astype(np.uint8)


def colour_loss(source: np.ndarray, weight: float, device: torch.device) -> Loss:
    """Return how far an image's colours are from a source's, in mean and covariance.

    Weight · (Σ(Ĉ - C)² + Σm̂²), where C are second moments and m means of colours about the
    source's mean, in its own axes, each divided by the spread along it.

    Args:
        source: (h, w, 3) uint8.
        weight: Weight of the loss.
        device: Device of the images.
    """
    colours = colours_of(source)
    mean = torch.tensor(colours.mean, dtype=torch.float32, device=device)[:, None, None]
    axes = colours.power(-0.5, RIDGE)
    whiten = torch.tensor(axes, dtype=torch.float32, device=device)
    target = torch.tensor(axes @ colours.covariance @ axes, dtype=torch.float32, device=device)

    def loss(images: Tensor) -> Tensor:
        white = torch.einsum("dc,bchw->bdhw", whiten, images.to(device) - mean)
        spread = (gram(white) - target).square().sum(-1).sum(-1)
        return weight * (spread + white.mean(-1).mean(-1).square().sum(-1))

    return loss

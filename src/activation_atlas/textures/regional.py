"""Gram matrices of regions: what each is to have in common with one of another picture.

Ulyanov, fast-neural-doodle (``src/style_loss.lua``): activations times the region's mask, a Gram
matrix divided by the channels and the mask's area, Smooth-L1 between the two, summed over regions
and layers. Where layers are balanced by energy, the root of the target's takes the channels' place.

Random filters without biases need one thing more. What they compute grows in proportion to what
they see, so that a Gram matrix can't tell an even colour from patches of a stronger one among grey,
which is nothing to them; the means of the activations can. They are matched beside it if asked for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from activation_atlas.textures.features import Features
from activation_atlas.textures.gram import gram
from activation_atlas.textures.masks import propagated
from activation_atlas.textures.terms import Balance, GramMatch, Term, gram_match


@dataclass(frozen=True)
class Boxed:
    """A term that looks at a box of places alone: what its mask leaves out costs no time.

    Attributes:
        term: Term of the activations in the box.
        rows: Rows of the box.
        columns: Columns of the box.
    """

    term: Term
    rows: slice
    columns: slice

    @property
    def layer(self) -> str:
        """Layer whose activations the term looks at."""
        return self.term.layer

    def __call__(self, activation: Tensor) -> Tensor:
        """Return the term (B,) of activations (B, C, h, w)."""
        return self.term(activation[:, :, self.rows, self.columns])


@dataclass(frozen=True)
class MeanMatch:
    """The distance of mean activations in a region.

    Attributes:
        layer: Layer of the activations.
        target: (C,) means.
        weight: Weight of the term.
        unit: Number by which errors are divided before they are squared.
        mask: (h, w) of places that count.
    """

    layer: str
    target: Tensor
    weight: float
    unit: float
    mask: Tensor

    def __call__(self, activation: Tensor) -> Tensor:
        """Return weight · mean(((m̂ - m) / unit)²), (B,)."""
        error = (mean(activation, self.mask) - self.target) / self.unit
        return self.weight * error.square().mean(-1)


@dataclass(frozen=True)
class Texture:
    """What a region of a layer is like.

    Attributes:
        gram: (C, C).
        mean: (C,) of its activations.
    """

    gram: Tensor
    mean: Tensor


Textures = dict[str, list[Texture | None]]
"""Textures of the regions, None where one is empty, by layer."""


def mean(activation: Tensor, mask: Tensor) -> Tensor:
    """Return the mean activations (B, C) over the places of a mask (h, w)."""
    return (activation * mask).sum(-1).sum(-1) / mask.sum()


@torch.no_grad()
def region_textures(
    features: Features, image: Tensor, masks: Tensor, layers: Sequence[str]
) -> Textures:
    """Return what every region of an image is like, layer by layer.

    Args:
        features: The network.
        image: (1, 3, h, w) RGB in [0, 1].
        masks: (k, h, w) in [0, 1], the regions.
        layers: Layers of the network.
    """
    found = {}
    for layer, activation in features.activations(image, layers).items():
        regions = propagated(masks, features.path(layer)).to(activation.device)
        found[layer] = [
            Texture(gram(activation, one)[0], mean(activation, one)[0]) if one.any() else None
            for one in regions
        ]
    return found


def region_terms(
    features: Features, textures: Textures, masks: Tensor, balance: Balance, means: float
) -> list[Term]:
    """Return the terms of every layer and region; those that are empty on either side have none.

    Args:
        features: The network.
        textures: Textures to be matched.
        masks: (k, H, W) in [0, 1], where the same regions are to be.
        balance: See :func:`gram_match`.
        means: Weight of the mean activations beside the Gram matrices; 0 leaves them out.
    """
    terms = []
    for layer, wanted in textures.items():
        regions = propagated(masks, features.path(layer)).to(features.device)
        for texture, mask in zip(wanted, regions):
            if texture is not None and mask.any():
                box = _box(mask)
                matched = _terms(layer, texture, mask[box], balance, means)
                terms += [Boxed(term, *box) for term in matched]
    return terms


def region_distances(ones: Textures, others: Textures) -> np.ndarray:
    """Return how far each region is from each of another picture, (k, k) float32.

    It is the norm of the difference of their Gram matrices as a share of the other's, in the mean
    over layers; NaN where a region is empty. Rows stand for the regions of the one, columns for
    those of the other.
    """
    return np.mean([_distances(ones[layer], others[layer]) for layer in others], 0)


def _terms(
    layer: str, texture: Texture, mask: Tensor, balance: Balance, means: float
) -> Iterator[Term]:
    if balance == "paper":
        # A Gram matrix is divided by its channels before Smooth-L1 (fast-neural-doodle).
        channels = float(len(texture.gram))
        yield GramMatch(layer, texture.gram, 1.0, channels, mask=mask, smooth=True)
    else:
        yield gram_match(layer, texture.gram, 1.0, balance, mask=mask, smooth=True)
    if means:
        unit = texture.mean.square().mean().sqrt().clamp(min=1e-12).item()
        yield MeanMatch(layer, texture.mean, means, unit, mask)


def _distances(ones: list[Texture | None], others: list[Texture | None]) -> np.ndarray:
    table = np.full((len(ones), len(others)), np.nan, np.float32)
    for row, one in enumerate(ones):
        for column, other in enumerate(others):
            if one is not None and other is not None:
                table[row, column] = (one.gram - other.gram).norm() / other.gram.norm()
    return table


def _box(mask: Tensor) -> tuple[slice, slice]:
    """Return the rows and the columns outside of which a mask is zero."""
    used = (mask.any(axis).nonzero() for axis in (1, 0))
    rows, columns = (slice(places.min().item(), places.max().item() + 1) for places in used)
    return rows, columns

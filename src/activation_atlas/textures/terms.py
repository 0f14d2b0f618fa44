"""Terms of a loss: what a layer's activations are to have in common with a target's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import torch
from torch import Tensor
from torch.nn import functional

from activation_atlas.textures.features import Features
from activation_atlas.textures.gram import gram

Balance = Literal["energy", "paper"]
Loss = Callable[[Tensor], Tensor]
"""RGB images (B, 3, H, W) in [0, 1] in, losses (B,) out."""


class Term(Protocol):
    """A part of a loss.

    Attributes:
        layer: Layer whose activations it looks at.
    """

    layer: str

    def __call__(self, activation: Tensor) -> Tensor:
        """Return the term (B,) of activations (B, C, h, w)."""
        ...


@dataclass(frozen=True)
class GramMatch:
    """The distance of Gram matrices.

    Attributes:
        layer: Layer of the activations.
        target: (C, C) Gram matrix, or (k, k) after the projection.
        weight: Weight of the term.
        unit: Number by which errors are divided before they are squared.
        projection: (k, C) that activations are multiplied by, or None.
        mask: (h, w) of places that count, or None for all.
        smooth: Whether large errors count linearly (Smooth-L1), not by their square.
    """

    layer: str
    target: Tensor
    weight: float
    unit: float
    projection: Tensor | None = None
    mask: Tensor | None = None
    smooth: bool = False

    def __call__(self, activation: Tensor) -> Tensor:
        """Return weight · mean(((Ĝ - G) / unit)²), (B,)."""
        if self.projection is not None:
            activation = torch.einsum("kc,bchw->bkhw", self.projection, activation)
        return self.of(gram(activation, self.mask))

    def of(self, found: Tensor) -> Tensor:
        """Return the same of Gram matrices (B, k, k)."""
        error = (found - self.target) / self.unit
        if self.smooth:
            error = functional.smooth_l1_loss(error, torch.zeros_like(error), reduction="none")
        else:
            error = error.square()
        return self.weight * error.mean(-1).mean(-1)


@dataclass(frozen=True)
class ContentMatch:
    """The distance of activations, place by place (Gatys et al. 2015, "A Neural Algorithm").

    Attributes:
        layer: Layer of the activations.
        target: (1, C, h, w).
        weight: Weight of the term.
    """

    layer: str
    target: Tensor
    weight: float

    def __call__(self, activation: Tensor) -> Tensor:
        """Return weight · Σ(F - P)², (B,)."""
        return self.weight * (activation - self.target).square().sum(-1).sum(-1).sum(-1)


def gram_match(
    layer: str,
    target: Tensor,
    weight: float,
    balance: Balance,
    **more: object,
) -> GramMatch:
    """Return the term of a target's Gram matrix (C, C), balanced against other layers' terms.

    Args:
        layer: Layer of the activations.
        target: The Gram matrix.
        weight: Weight of the layer.
        balance: "paper": Σ(Ĝ - G)² / 4N² (Gatys et al. 2015, equation 4, with means for sums);
            "energy": Σ(Ĝ - G)² / ΣG², which makes layers count alike whatever their scale.
        **more: Further attributes of the term.
    """
    if balance == "paper":
        return GramMatch(layer, target, weight / 4, 1.0, **more)
    unit = target.square().mean().sqrt().clamp(min=1e-12).item()
    return GramMatch(layer, target, weight, unit, **more)


def loss_of(features: Features, terms: Sequence[Term], circular: bool = False) -> Loss:
    """Return the sum of the terms as a function of images."""
    layers = {term.layer for term in terms}

    def loss(images: Tensor) -> Tensor:
        found = features.activations(images, layers, circular)
        return torch.stack([term(found[term.layer]) for term in terms]).sum(0)

    return loss

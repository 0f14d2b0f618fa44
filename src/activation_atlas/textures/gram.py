"""Gram matrices: how channels answer together, wherever in the image.

Gatys et al. 2015, "Texture Synthesis Using Convolutional Neural Networks", equations 2 to 4. Here
they are means over places, not sums, so that images of different size can be compared:
G = F Fᵀ / M for activations F (channels x places).
"""

import torch
from torch import Tensor


def gram(activation: Tensor, mask: Tensor | None = None) -> Tensor:
    """Return the Gram matrices (B, C, C) of activations (B, C, h, w).

    Args:
        activation: (B, C, h, w) of a layer.
        mask: (h, w) in [0, 1], how much each place counts: activations are multiplied by it, and
            the mean is over its sum (Ulyanov, fast-neural-doodle). A mask of ones changes nothing.
    """
    if mask is None:
        return _Gram.apply(_rows(activation), activation[0, 0].numel())
    return _Gram.apply(_rows(activation * mask), mask.sum().item())


def _rows(activation: Tensor) -> Tensor:
    """Return activations place by place, (B, M, C): so they lie in memory with channels last."""
    return activation.permute(0, 2, 3, 1).flatten(1, 2)


class _Gram(torch.autograd.Function):
    """F Fᵀ / M with the gradient in one product: autograd alone takes two."""

    @staticmethod
    def forward(context: object, rows: Tensor, places: float) -> Tensor:
        context.save_for_backward(rows)
        context.places = places
        return rows.transpose(1, 2) @ rows / places

    @staticmethod
    def backward(context: object, gradient: Tensor) -> tuple[Tensor, None]:
        (rows,) = context.saved_tensors
        return rows @ (gradient + gradient.transpose(1, 2)) / context.places, None

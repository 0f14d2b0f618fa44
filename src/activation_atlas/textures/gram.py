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
        activation: Of a layer.
        mask: (h, w) in [0, 1], how much each place counts: activations are multiplied by it, and
            the mean is over its sum (Ulyanov, fast-neural-doodle). A mask of ones changes nothing.
    """
    if mask is None:
        return _Gram.apply(activation.flatten(2), activation[0, 0].numel())
    return _Gram.apply((activation * mask).flatten(2), mask.sum().item())


class _Gram(torch.autograd.Function):
    """F Fᵀ / M with the gradient in one product: autograd alone takes two."""

    @staticmethod
    def forward(context: object, flat: Tensor, places: float) -> Tensor:
        context.save_for_backward(flat)
        context.places = places
        return flat @ flat.transpose(1, 2) / places

    @staticmethod
    def backward(context: object, gradient: Tensor) -> tuple[Tensor, None]:
        (flat,) = context.saved_tensors
        return (gradient + gradient.transpose(1, 2)) @ flat / context.places, None

"""Channels reduced to their principal components, so that a texture has fewer parameters."""

from collections.abc import Mapping

import torch
from torch import Tensor

from activation_atlas.errors import AtlasError


def principal(activation: Tensor, components: int) -> Tensor:
    """Return the directions (components, C) along which a source's activations vary most.

    Gatys et al. 2015, "Texture Synthesis", section 3.2: features are projected on them before the
    Gram matrix. The mean is left in, as it is in the Gram matrix. A layer of fewer channels keeps
    all of them.

    Args:
        activation: (1, C, h, w) of the source.
        components: How many.

    Raises:
        AtlasError: there are none asked for.
    """
    if components < 1:
        raise AtlasError("A texture needs at least one principal component of each layer.")
    flat = activation[0].flatten(1).cpu().double()  # not every device has float64
    centred = flat - flat.mean(1, keepdim=True)
    _, vectors = torch.linalg.eigh(centred @ centred.T)
    found = vectors.flip(1)[:, :components]
    # An eigenvector's sign is arbitrary; the largest entry is made positive.
    largest = found.gather(0, found.abs().argmax(0, keepdim=True))
    return (found * largest.sign()).T.to(activation).contiguous()


def parameters(channels: Mapping[str, int], components: int | None = None) -> int:
    """Return how many numbers a texture's Gram matrices hold: n (n + 1) / 2 a layer.

    Args:
        channels: Channels by layer.
        components: Number that they are reduced to, or None.
    """
    sizes = [min(count, components or count) for count in channels.values()]
    return sum(size * (size + 1) // 2 for size in sizes)

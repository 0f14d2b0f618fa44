"""How alike two images are as textures, in the eyes of a network."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from activation_atlas.raster import to_rgb
from activation_atlas.textures.features import Features
from activation_atlas.textures.gram import gram


@torch.no_grad()
def grams(features: Features, image: np.ndarray, layers: Sequence[str]) -> dict[str, Tensor]:
    """Return the Gram matrices (C, C) of an image (h, w, 3) uint8 by layer, on the CPU."""
    found = features.activations(to_rgb(image[None]), layers)
    return {layer: gram(activation)[0].cpu() for layer, activation in found.items()}


def relative_errors(found: Mapping[str, Tensor], target: Mapping[str, Tensor]) -> dict[str, float]:
    """Return how far Gram matrices are from others, |Ĝ - G| / |G| by layer."""
    return {
        layer: ((found[layer] - gram_matrix).norm() / gram_matrix.norm()).item()
        for layer, gram_matrix in target.items()
    }


def distance(found: Mapping[str, Tensor], target: Mapping[str, Tensor]) -> float:
    """Return the mean of |Ĝ - G|² / |G|² over layers.

    It is the loss of Gatys et al. 2015, equations 4 and 5, with layers balanced by the energy of
    their targets.
    """
    errors = relative_errors(found, target).values()
    return sum(error**2 for error in errors) / len(errors)

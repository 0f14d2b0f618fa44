"""Images as small networks from place to colour: smooth at any size.

Compositional pattern producing networks (Stanley 2007), optimized as Mordvintsev et al. 2018,
"Differentiable Image Parameterizations", do.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from activation_atlas.optimize.elementwise import LANES
from activation_atlas.optimize.images.starts import normal

HIDDEN = 24
LAYERS = 8
BIAS_DEVIATION = 0.1
REACH = math.sqrt(3)  # coordinates in [-√3, √3] deviate by 1, as every layer's inputs do
# Root mean squares of arctan and arctan² of standard normal numbers.
ARCTAN, ARCTAN_SQUARE = 0.67, 0.60


@dataclass(frozen=True)
class CPPNImages:
    """A batch of images given by the weights of one network each.

    A network has 8 layers of 24 units, each followed by arctan and its square, and a layer to
    RGB. Networks say nothing of size: another instance decodes the same parameters larger.

    Parameters are (B, P): of each layer its weights, then its biases. Adam's rate of 0.05, which
    suits the other parameterizations, throws them off; a tenth of it doesn't.

    Height and width are in pixels.
    """

    height: int
    width: int

    def start(self, generators: Sequence[np.random.Generator]) -> Tensor:
        """Return the weights of one random start a generator: each image is of one colour."""
        deviations = _deviations()
        return normal(generators, deviations.shape, 1.0) * deviations

    def decode(self, parameters: Tensor) -> Tensor:
        """Return RGB images in (0, 1), (B, 3, height, width)."""
        places = self._places(parameters)
        # Filled up: how a ragged matrix's products are rounded depends on its place in the batch.
        places = functional.pad(places, (0, -places.shape[1] % LANES))
        places = places.expand(len(parameters), -1, -1)
        *hidden, (weights, biases) = _taken_apart(parameters)
        for inner, offsets in hidden:
            bent = torch.atan(torch.baddbmm(offsets, inner, places))
            places = torch.cat([bent / ARCTAN, bent.square() / ARCTAN_SQUARE], 1)
        rgb = torch.sigmoid(torch.baddbmm(biases, weights, places))
        return rgb[..., : self.height * self.width].unflatten(2, (self.height, self.width))

    def _places(self, like: Tensor) -> Tensor:
        """Return x and y of each pixel's centre, (2, height * width)."""
        longer = max(self.height, self.width)
        x, y = (
            (torch.arange(side, device=like.device) + 0.5 - side / 2) * (2 * REACH / longer)
            for side in (self.width, self.height)
        )
        return torch.stack(torch.meshgrid(x, y, indexing="xy")).flatten(1)


def _layers() -> list[tuple[int, int]]:
    """Return how many numbers go into and out of each layer."""
    return [(2, HIDDEN), *[(2 * HIDDEN, HIDDEN)] * (LAYERS - 1), (2 * HIDDEN, 3)]


def _deviations() -> Tensor:
    """Return the deviation of each parameter at the start, (P,): what keeps inputs at 1."""
    parts = []
    for ins, outs in _layers():
        weight = 0.0 if outs == 3 else ins**-0.5
        parts += [torch.full((outs * ins,), weight), torch.full((outs,), BIAS_DEVIATION)]
    return torch.cat(parts)


def _taken_apart(parameters: Tensor) -> list[tuple[Tensor, Tensor]]:
    """Return weights (B, outs, ins) and biases (B, outs, 1) of each layer of (B, P)."""
    parts = []
    edges = np.cumsum([0, *(outs * (ins + 1) for ins, outs in _layers())])
    for (ins, outs), (first, last) in zip(_layers(), pairwise(edges)):
        weights, biases = parameters[:, first:last].split([outs * ins, outs], 1)
        # Copied, as products of matrices that aren't aligned are rounded otherwise, too.
        aligned = weights.reshape(-1, outs, ins).clone(memory_format=torch.contiguous_format)
        parts.append((aligned, biases[..., None]))
    return parts

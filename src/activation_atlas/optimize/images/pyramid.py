"""Images as Laplacian pyramids: coarse structure is as easy to move as detail.

Mordvintsev et al. 2018, "Differentiable Image Parameterizations"; the pyramid is that of Burt and
Adelson 1983, each level enlarged at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from activation_atlas.optimize.colour import DECORRELATED, Colour
from activation_atlas.optimize.images.levels import Levels
from activation_atlas.optimize.images.starts import DEVIATION, normal

FACTORS = (1, 2, 4, 8)


@dataclass(frozen=True)
class PyramidImages:
    """A batch of images given by the levels of their Laplacian pyramids on colour axes.

    Parameters are (B, P), all levels of an image in one row, the finest first.

    Attributes:
        height: In pixels.
        width: In pixels.
        colour: Axes whose values the levels give.
    """

    height: int
    width: int
    colour: Colour = DECORRELATED

    def start(self, generators: Sequence[np.random.Generator]) -> Tensor:
        """Return the levels of one random start a generator."""
        return normal(generators, (self._levels().count,), DEVIATION)

    def decode(self, parameters: Tensor) -> Tensor:
        """Return RGB images in (0, 1), (B, 3, height, width)."""
        return self.colour.to_rgb(self._levels().summed(parameters))

    def _levels(self) -> Levels:
        return Levels(self.height, self.width, FACTORS)

"""Groups of images that share their coarse structure: what they differ in is then comparable.

Olah et al. 2017, "Feature Visualization", interpolated neurons; Mordvintsev et al. 2018,
"Differentiable Image Parameterizations", aligned interpolation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from torch import Tensor

from activation_atlas.optimize.colour import DECORRELATED, Colour
from activation_atlas.optimize.images.fourier import FourierImages
from activation_atlas.optimize.images.levels import Levels
from activation_atlas.optimize.images.starts import DEVIATION, normal

FACTORS = (2, 4, 8, 16)


@dataclass(frozen=True)
class SharedImages:
    """A batch of groups of images; an image is its Fourier image plus its group's shared levels.

    Parameters are (G, P): all images' Fourier coefficients, then the levels, of a group in one
    row. Groups share nothing.

    Attributes:
        height: Height of an image in pixels.
        width: Width of an image in pixels.
        group: Number of images a group.
        colour: Axes whose values the coefficients and the levels give.
    """

    height: int
    width: int
    group: int
    colour: Colour = DECORRELATED

    def start(self, generators: Sequence[np.random.Generator]) -> Tensor:
        """Return the parameters (G, P) of one random group a generator."""
        return normal(generators, (self._private() + self._levels().count,), DEVIATION)

    def decode(self, parameters: Tensor) -> Tensor:
        """Return RGB images in (0, 1), (G * group, 3, height, width), group after group."""
        fourier, private = self._fourier(), self._private()
        own = fourier.axes(parameters[:, :private].reshape(-1, *fourier.shape))
        shared = self._levels().summed(parameters[:, private:])
        return self.colour.to_rgb(own + shared.repeat_interleave(self.group, 0))

    def _private(self) -> int:
        """Return how many Fourier coefficients the images of a group have together."""
        return self.group * int(np.prod(self._fourier().shape))

    def _fourier(self) -> FourierImages:
        return FourierImages(self.height, self.width)

    def _levels(self) -> Levels:
        return Levels(self.height, self.width, FACTORS)

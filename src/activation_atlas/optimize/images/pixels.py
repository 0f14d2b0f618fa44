"""Images as their pixels, plain or squashed: what other parameterizations are compared with."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from activation_atlas.optimize.colour import DECORRELATED, Colour
from activation_atlas.optimize.images.starts import DEVIATION, normal

WHITE = 255.0  # the grey level of RGB 1


@dataclass(frozen=True)
class Pixels:
    """A batch of images given by grey levels about a mean colour, 255 (RGB - mean).

    The one place where RGB in [0, 1] meets grey levels: step sizes, decays and deviations hold as
    published by Simonyan 2014, Yosinski 2015, Mordvintsev 2015 and Øygard 2015.

    Parameters are (B, 3, height, width).

    Attributes:
        height: Height in pixels.
        width: Width in pixels.
        mean: RGB in [0, 1] of parameters 0, the network's mean colour.
        deviation: Deviation of a start in grey levels; 0 starts from the mean colour.
        level: Grey in [0, 255] about which a start varies; the mean colour unless given.
    """

    height: int
    width: int
    mean: tuple[float, float, float]
    deviation: float
    level: float | None = None

    def start(self, generators: Sequence[np.random.Generator]) -> Tensor:
        """Return the grey levels of one random start a generator."""
        noise = normal(generators, (3, self.height, self.width), self.deviation)
        if self.level is None:
            return noise
        return noise + (self.level - WHITE * self._mean(noise))

    def decode(self, parameters: Tensor) -> Tensor:
        """Return RGB images (B, 3, height, width); not clipped, so valid ones are in [0, 1]."""
        return parameters / WHITE + self._mean(parameters)

    def encode(self, rgb: Tensor) -> Tensor:
        """Return the grey levels of RGB images; the inverse of :meth:`decode`."""
        return (rgb - self._mean(rgb)) * WHITE

    def _mean(self, like: Tensor) -> Tensor:
        return torch.tensor(self.mean, device=like.device)[:, None, None]


@dataclass(frozen=True)
class SquashedPixels:
    """A batch of images given by pixels on colour axes, squashed to valid RGB.

    The pixel space that Olah et al. 2017, "Feature Visualization", compare with the decorrelated
    one: on the axes of ``colour.CORRELATED`` neither colours nor places are decorrelated.

    Parameters are (B, 3, height, width).

    Attributes:
        height: Height in pixels.
        width: Width in pixels.
        colour: Axes whose values the parameters are.
    """

    height: int
    width: int
    colour: Colour = DECORRELATED

    def start(self, generators: Sequence[np.random.Generator]) -> Tensor:
        """Return the parameters of one random start a generator."""
        return normal(generators, (3, self.height, self.width), DEVIATION)

    def decode(self, parameters: Tensor) -> Tensor:
        """Return RGB images in (0, 1), (B, 3, height, width)."""
        return self.colour.to_rgb(parameters)

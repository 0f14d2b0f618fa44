"""Images with an alpha channel: only what the objective asks for becomes opaque.

Mordvintsev et al. 2018, "Differentiable Image Parameterizations", transparency: at each step the
image lies over another random background, so that what is opaque matters to the network.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from activation_atlas.optimize.colour import DECORRELATED, Colour
from activation_atlas.optimize.elementwise import alike
from activation_atlas.optimize.images.fourier import FourierImages
from activation_atlas.optimize.images.starts import DEVIATION, normal

BACKGROUND = FourierImages(16, 16)  # finer detail would cost numbers at every step
BACKGROUND_DEVIATION = 0.5  # of its coefficients: the contrast of a photo


@dataclass(frozen=True)
class AlphaImages:
    """A batch of images with alpha given by Fourier coefficients: three of colour, one of alpha.

    Coefficients are (B, 4, height, width // 2 + 1, 2), real and imaginary parts.

    Attributes:
        height: Height in pixels, as of :class:`FourierImages`.
        width: Width in pixels.
        colour: Axes whose values the first three planes of coefficients give.
    """

    height: int
    width: int
    colour: Colour = DECORRELATED

    def start(self, generators: Sequence[np.random.Generator]) -> Tensor:
        """Return the coefficients of one random start a generator, about half opaque."""
        return normal(generators, (4, *self._fourier().shape[1:]), DEVIATION)

    def decode(self, coefficients: Tensor) -> Tensor:
        """Return RGB and alpha in (0, 1), (B, 4, height, width); RGB isn't multiplied by alpha."""
        axes = self._fourier().axes(coefficients)
        return torch.cat([self.colour.to_rgb(axes[:, :3]), alike(torch.sigmoid, axes[:, 3:])], 1)

    def _fourier(self) -> FourierImages:
        return FourierImages(self.height, self.width)


@dataclass(frozen=True)
class RandomBackground:
    """A transform that lays images with alpha over smooth noise of natural colours."""

    count: ClassVar[int] = int(np.prod(BACKGROUND.shape))

    def draw(self, generator: np.random.Generator, steps: int) -> np.ndarray:
        """Return the Fourier coefficients of one background a step, (steps, k) float32."""
        noise = generator.standard_normal((steps, self.count), np.float32)
        return noise * np.float32(BACKGROUND_DEVIATION)

    def apply(self, images: Tensor, numbers: Tensor) -> Tensor:
        """Return RGB (B, 3, h, w) of RGB and alpha (B, 4, h, w), each over its own background."""
        background = functional.interpolate(
            BACKGROUND.decode(numbers.reshape(-1, *BACKGROUND.shape)),
            size=images.shape[2:],
            mode="bilinear",
            align_corners=False,
        )
        return over(images, background)


def over(images: Tensor, background: Tensor | float) -> Tensor:
    """Return RGB (B, 3, h, w) of RGB and alpha (B, 4, h, w) over a background, RGB or one grey."""
    rgb, alpha = images[:, :3], images[:, 3:]
    return alpha * rgb + (1 - alpha) * background

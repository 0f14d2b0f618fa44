"""Images as scaled Fourier coefficients: every frequency is equally easy to move.

Olah et al. 2017, "Feature Visualization", preconditioning.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from activation_atlas.optimize.colour import DECORRELATED, Colour
from activation_atlas.optimize.images.starts import DEVIATION, normal

CONTRAST = 4.0  # images are divided by it; belongs to the start's deviation and the learning rate


@dataclass(frozen=True)
class FourierImages:
    """A batch of images given by the Fourier coefficients of their colour axes.

    Coefficients are (B, 3, height, width // 2 + 1, 2), real and imaginary parts.

    Attributes:
        height: Height in pixels.
        width: Width in pixels.
        decay_power: White coefficients give an amplitude spectrum of 1 / frequency**decay_power;
            1 is that of natural images.
        colour: Axes whose values the coefficients give.
    """

    height: int
    width: int
    decay_power: float = 1.0
    colour: Colour = DECORRELATED

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the coefficients of one image."""
        return (3, self.height, self.width // 2 + 1, 2)

    def start(self, generators: Sequence[np.random.Generator]) -> Tensor:
        """Return the coefficients of one random start a generator."""
        return normal(generators, self.shape, DEVIATION)

    def decode(self, coefficients: Tensor) -> Tensor:
        """Return RGB images in (0, 1), (B, 3, height, width)."""
        return self.colour.to_rgb(self.axes(coefficients))

    def encode(self, rgb: Tensor) -> Tensor:
        """Return the coefficients of RGB images in [0, 1]; the inverse of :meth:`decode`."""
        axes = self.colour.from_rgb(rgb) * CONTRAST
        return torch.view_as_real(torch.fft.rfft2(axes) / self._scale(rgb))

    def axes(self, coefficients: Tensor) -> Tensor:
        """Return values on the colour axes, (B, C, height, width), of any number of planes C."""
        # Copied, as only numbers that begin at an even place can be seen as complex ones.
        aligned = coefficients.clone(memory_format=torch.contiguous_format)
        spectrum = torch.view_as_complex(aligned) * self._scale(coefficients)
        return torch.fft.irfft2(spectrum, s=(self.height, self.width)) / CONTRAST

    def _scale(self, like: Tensor) -> Tensor:
        """Return what each coefficient is multiplied by, (height, width // 2 + 1).

        At decay power 1 this is √(wh) / max(f, 1 / max(w, h)); other powers agree with it at the
        fourth frequency of the longer side, so that the same learning rate serves them.
        """
        longer = max(self.height, self.width)
        rows = torch.fft.fftfreq(self.height, device=like.device)
        columns = torch.fft.rfftfreq(self.width, device=like.device)
        frequency = torch.hypot(rows[:, None], columns[None]).clamp(min=1 / longer)
        decay = (4 / longer / frequency) ** (self.decay_power - 1)
        return math.sqrt(self.height * self.width) / frequency * decay

"""Images as scaled Fourier coefficients: every frequency is equally easy to move.

Olah et al. 2017, "Feature Visualization", preconditioning.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from activation_atlas.optimize import colour

START_DEVIATION = 0.01
CONTRAST = 4.0  # images are divided by it; belongs to the start's deviation and the learning rate


@dataclass(frozen=True)
class FourierImages:
    """A batch of square images given by their Fourier coefficients on decorrelated colour axes.

    Coefficients are (B, 3, size, size // 2 + 1, 2), real and imaginary parts.

    Attributes:
        size: Side in pixels.
        decay_power: White coefficients give an amplitude spectrum of 1 / frequency**decay_power;
            1 is that of natural images.
    """

    size: int
    decay_power: float = 1.0

    def noise(self, generators: list[np.random.Generator]) -> Tensor:
        """Return the coefficients of one random start a generator."""
        shape = (3, self.size, self.size // 2 + 1, 2)
        starts = [
            generator.standard_normal(shape, np.float32) * np.float32(START_DEVIATION)
            for generator in generators
        ]
        return torch.from_numpy(np.stack(starts))

    def decode(self, coefficients: Tensor) -> Tensor:
        """Return RGB images in (0, 1), (B, 3, size, size)."""
        spectrum = torch.view_as_complex(coefficients) * self._scale(coefficients)
        axes = torch.fft.irfft2(spectrum, s=(self.size, self.size)) / CONTRAST
        return colour.to_rgb(axes)

    def encode(self, rgb: Tensor) -> Tensor:
        """Return the coefficients of RGB images in [0, 1]; the inverse of :meth:`decode`."""
        axes = colour.from_rgb(rgb) * CONTRAST
        return torch.view_as_real(torch.fft.rfft2(axes) / self._scale(rgb))

    def _scale(self, like: Tensor) -> Tensor:
        """Return what each coefficient is multiplied by, (size, size // 2 + 1).

        At decay power 1 this is √(wh) / max(f, 1 / max(w, h)); other powers agree with it at the
        fourth frequency, so that the same learning rate serves them.
        """
        rows = torch.fft.fftfreq(self.size, device=like.device)
        columns = torch.fft.rfftfreq(self.size, device=like.device)
        frequency = torch.hypot(rows[:, None], columns[None]).clamp(min=1 / self.size)
        pivot = 4 / self.size
        return self.size / frequency * (pivot / frequency) ** (self.decay_power - 1)

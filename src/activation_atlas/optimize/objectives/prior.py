"""A Gaussian prior of images: a spectrum that falls with frequency, times a covariance of colours.

Class images with a learned prior are those of Mordvintsev et al. 2015, "Inceptionism", which
gives neither formula nor numbers; this Gaussian is the project's choice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from activation_atlas.optimize import colour
from activation_atlas.optimize.objectives.corpus import colours
from activation_atlas.optimize.objectives.objective import Objective, Outputs

MEAN = np.array([0.48, 0.46, 0.41])  # of natural images (Olah et al. 2017)
DEVIATION = 0.27  # of natural images' pixels about it, to which the default spectrum is scaled
SIZE = 256  # of the images whose pixels deviate by that much
NOISE = 1 / (12 * 255**2)  # variance of rounding to bytes: no frequency has less power
LEAST_COLOUR = 1e-3  # of the mean variance of colours that every one has: corpora may be grey
LOWEST, HIGHEST, BANDS = 1 / 512, np.sqrt(0.5), 33  # cycles a pixel, and bands between them
LEAST_SIDE = 8  # pixels of an image to measure


@dataclass(frozen=True, eq=False)
class SpectrumPrior:
    """Images as stationary Gaussian noise, each frequency with its own power.

    Attributes:
        mean: (3,) RGB in [0, 1].
        frequency: (K,) cycles a pixel, rising; between them the power is interpolated in
            logarithms, so that the prior serves any size of image.
        power: (K,) mean over the colours of the power at those frequencies, in RGB² a pixel: white
            noise of variance v has power v.
        covariance: (3, 3) of the colours, of trace 3.
    """

    mean: np.ndarray
    frequency: np.ndarray
    power: np.ndarray
    covariance: np.ndarray

    @classmethod
    def natural(cls) -> "SpectrumPrior":
        """Return the prior for no images at hand: power 1/f², colours of Olah et al. 2017."""
        frequency = np.geomspace(1e-6, HIGHEST, 2)
        power = frequency**-2.0
        root = np.array(colour.DECORRELATED.correlation)
        prior = cls(MEAN, frequency, power, _of_trace_3(root @ root.T))
        variance = (prior.power_at(SIZE, SIZE) * _pairs(SIZE)).sum() / SIZE**2
        return replace(prior, power=power * DEVIATION**2 / variance)

    @classmethod
    def fit(cls, images: np.ndarray | Sequence[np.ndarray]) -> "SpectrumPrior":
        """Measure the prior.

        Args:
            images: (N, H, W, 3) uint8, or a list of (H, W, 3) uint8 of any sizes.

        Raises:
            AtlasError: If there is no image, or one that isn't RGB of at least 8 pixels a side.
        """
        rgb = colours(images, LEAST_SIDE)
        pixels = sum(image.shape[0] * image.shape[1] for image in rgb)
        mean = sum(image.sum((0, 1)) for image in rgb) / pixels
        rest = [image - mean for image in rgb]
        covariance = sum(np.einsum("hwi,hwj->ij", image, image) for image in rest) / pixels
        return cls(mean, *_measured_power(rest), _of_trace_3(covariance))

    def objective(self) -> Objective:
        """Return log p of the images a pixel, up to a constant; it averages -3/2 over the prior.

        It is -1/2 Σ_f x_f* C_f⁻¹ x_f over the pixels' number, where x_f is the orthonormal Fourier
        transform of the image about the mean, and C_f power times covariance; the gradient is
        -C⁻¹x over the pixels' number. Images are those decoded, before any transform. Frequency 0
        counts as one cycle an image.
        """
        root = np.linalg.inv(np.linalg.cholesky(self.covariance))

        @lru_cache(maxsize=4)
        def inverse_power(height: int, width: int) -> Tensor:
            return torch.from_numpy(_pairs(width) / self.power_at(height, width))

        def score(outputs: Outputs) -> Tensor:
            images = outputs.images
            height, width = images.shape[2:]
            planes = [plane - float(mean) for plane, mean in zip(images.unbind(1), self.mean)]
            # Written out: a product with a 3 × 3 matrix is slow on a CPU.
            white = [sum(float(w) * plane for w, plane in zip(row, planes)) for row in root]
            spectrum = torch.view_as_real(torch.fft.rfft2(torch.stack(white, 1), norm="ortho"))
            weights = inverse_power(height, width).to(images)
            energy = spectrum.square().sum(4) * weights
            return -0.5 * energy.sum((1, 2, 3)) / (height * width)

        return Objective(score)

    def power_at(self, height: int, width: int) -> np.ndarray:
        """Return the power of an image's frequencies, (height, width // 2 + 1) as of rfft2."""
        frequency = _radius(height, width)[:, : width // 2 + 1].clip(1 / max(height, width))
        logarithms = np.interp(np.log(frequency), np.log(self.frequency), np.log(self.power))
        return np.exp(logarithms)


def _measured_power(images: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return frequencies and the mean power about them, of images (H, W, 3) about their mean."""
    edges = np.geomspace(LOWEST, HIGHEST * (1 + 1e-9), BANDS + 1)
    count, total = np.zeros(BANDS), np.zeros(BANDS)
    for image in images:
        height, width = image.shape[:2]
        # Without a window the jump from border to border would count as high frequencies.
        window = np.hanning(height + 2)[1:-1, None] * np.hanning(width + 2)[None, 1:-1]
        spectrum = np.fft.fft2(image * window[:, :, None], axes=(0, 1))
        power = (np.abs(spectrum) ** 2).mean(2) / (window**2).sum()
        band = np.searchsorted(edges, _radius(height, width), side="right") - 1
        inside = band >= 0
        count += np.bincount(band[inside], minlength=BANDS)
        total += np.bincount(band[inside], power[inside], minlength=BANDS)
    seen = count > 0
    return np.sqrt(edges[1:] * edges[:-1])[seen], total[seen] / count[seen] + NOISE


def _radius(height: int, width: int) -> np.ndarray:
    """Return the radial frequency in cycles a pixel, (height, width)."""
    return np.hypot(np.fft.fftfreq(height)[:, None], np.fft.fftfreq(width)[None])


def _pairs(width: int) -> np.ndarray:
    """Return how many columns of fft2 each column of rfft2 stands for."""
    column = np.arange(width // 2 + 1)
    return np.where((column == 0) | (2 * column == width), 1.0, 2.0)


def _of_trace_3(covariance: np.ndarray) -> np.ndarray:
    covariance = covariance + (LEAST_COLOUR * np.trace(covariance) / 3 + NOISE) * np.eye(3)
    return covariance * 3 / np.trace(covariance)

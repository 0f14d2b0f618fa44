"""Gaussian blur of the image or of its gradient."""

import math
from dataclasses import dataclass

from torch import Tensor
from torch.nn import functional

from activation_atlas.optimize.schedule import Schedule, at

NARROW = 0.1  # pixels; a Gaussian that leaves less than 1e-20 of a pixel to its neighbours


@dataclass(frozen=True)
class Blur:
    """The image is blurred every few steps (Yosinski et al. 2015, θ_b; Øygard 2015, "deepdraw").

    Attributes:
        sigma: Deviation of the Gaussian in pixels.
        every: Steps from one blur to the next; the first is at step 0.
    """

    sigma: Schedule
    every: int = 1

    def __call__(self, pixels: Tensor, gradient: Tensor, step: int, progress: float) -> Tensor:
        """Return the pixels (B, 3, H, W), blurred if it is this step's turn."""
        return pixels if step % self.every else gaussian_blur(pixels, at(self.sigma, progress))


@dataclass(frozen=True)
class GradientBlur:
    """The gradient is blurred before each step, the alternative that Øygard 2015 offers.

    Attributes:
        sigma: Deviation of the Gaussian in pixels.
    """

    sigma: Schedule

    def __call__(self, gradient: Tensor, progress: float) -> Tensor:
        """Return the blurred gradient, (B, 3, H, W)."""
        return gaussian_blur(gradient, at(self.sigma, progress))


def gaussian_blur(images: Tensor, sigma: float) -> Tensor:
    """Return images (B, C, H, W) blurred by a Gaussian of `sigma` pixels, cut off at 3 sigma.

    Beyond the border its outermost pixels go on. Below a tenth of a pixel nothing changes.
    """
    if sigma < NARROW:
        return images
    radius = math.ceil(3 * sigma)
    weights = [math.exp(-(distance**2) / (2 * sigma**2)) for distance in range(radius + 1)]
    total = weights[0] + 2 * sum(weights[1:])
    weights = [weight / total for weight in weights]
    padded = functional.pad(images, 4 * [radius], mode="replicate")
    return _blur_along(3, _blur_along(2, padded, weights), weights)


def _blur_along(axis: int, padded: Tensor, weights: list[float]) -> Tensor:
    """Return the sum of shifted images, with `weights` by distance; cuts the padding off.

    Shifts and sums are faster than a convolution of three channels and the same in any batch.
    """
    radius = len(weights) - 1
    length = padded.shape[axis] - 2 * radius
    blurred = weights[0] * padded.narrow(axis, radius, length)
    for distance, weight in enumerate(weights[1:], 1):
        before = padded.narrow(axis, radius - distance, length)
        after = padded.narrow(axis, radius + distance, length)
        blurred = blurred + weight * (before + after)
    return blurred

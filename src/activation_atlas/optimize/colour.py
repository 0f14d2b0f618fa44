"""Colour axes: pixels are optimized as values on three axes that are then made RGB.

Olah et al. 2017, "Feature Visualization", preconditioning: on axes along which the colours of
natural images vary independently, no direction of colour is easier to move than another.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from activation_atlas.errors import AtlasError
from activation_atlas.optimize.elementwise import alike

FLATTEST = 1e-6  # least share of the largest variance; less is rounding, not colour


@dataclass(frozen=True)
class Colour:
    """Three colour axes.

    Attributes:
        correlation: 3 × 3; column j is the direction of axis j in the logits of R, G and B.
    """

    correlation: tuple[tuple[float, ...], ...]

    def to_rgb(self, axes: Tensor) -> Tensor:
        """Return RGB in (0, 1), (B, 3, H, W), of values on the axes, same shape."""
        return alike(torch.sigmoid, _mixed(axes, self.correlation))

    def from_rgb(self, rgb: Tensor, margin: float = 0.01) -> Tensor:
        """Return the values on the axes, (B, 3, H, W), of RGB; the inverse of :meth:`to_rgb`.

        Values are first moved by `margin` away from 0 and 1, where the inverse is infinite.
        """
        inverse = torch.linalg.inv(torch.tensor(self.correlation)).tolist()
        return _mixed(alike(torch.logit, rgb.clamp(margin, 1 - margin)), inverse)


def measured(images: np.ndarray) -> Colour:
    """Return axes along which the colours of the given images vary independently.

    The Cholesky factor of the covariance of all their pixels, scaled as the fixed axes are
    (Olah et al. 2017, "Feature Visualization", preconditioning).

    Args:
        images: (B, H, W, 3) uint8.

    Raises:
        AtlasError: For another shape or type, and for images whose colours lie in one plane,
            such as grey ones.
    """
    if images.ndim != 4 or images.shape[-1] != 3 or images.dtype != np.uint8:
        raise AtlasError(
            f"colour axes are measured on RGB images (B, H, W, 3) of type uint8, not on "
            f"{images.shape} of type {images.dtype}: convert them first"
        )
    covariance = _covariance(images)
    variances = np.linalg.eigvalsh(covariance)
    if not variances[0] > FLATTEST * variances[-1]:
        raise AtlasError(
            f"the colours of these {len(images)} images don't vary in all three directions, as "
            "those of grey ones: measure the colour axes on colourful images, or use the fixed ones"
        )
    return _normalized(np.linalg.cholesky(covariance).astype(np.float32))


def _covariance(images: np.ndarray) -> np.ndarray:
    """Return the covariance (3, 3) of all pixels.

    Sums of whole numbers are exact, so it doesn't depend on the order of the images.
    """
    total, products, count = np.zeros(3), np.zeros((3, 3)), 0
    for image in images:
        pixels = image.reshape(-1, 3).astype(np.float64)
        total += pixels.sum(0)
        products += pixels.T @ pixels
        count += len(pixels)
    mean = total / max(1, count)
    return products / max(1, count) - np.outer(mean, mean)


def _normalized(root: np.ndarray) -> Colour:
    """Return the axes of the square root of a covariance, (3, 3): its longest column is 1."""
    columns = torch.from_numpy(root)
    scaled = columns / columns.norm(dim=0).max()
    return Colour(tuple(tuple(row) for row in scaled.tolist()))


def _mixed(images: Tensor, matrix: Sequence[Sequence[float]]) -> Tensor:
    # Written out: a product with a 3 × 3 matrix is slow on a CPU.
    planes = images.unbind(1)
    mixed = [sum(weight * plane for weight, plane in zip(row, planes)) for row in matrix]
    return torch.stack(mixed, 1)


# Square root of the colour covariance of natural images (Olah et al. 2017).
DECORRELATED = _normalized(
    np.array([[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]], np.float32)
)
CORRELATED = Colour(((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)))  # the axes are R, G, B

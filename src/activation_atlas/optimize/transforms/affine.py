"""One random affine transform a step: a single resampling does for jitter, scale and rotation."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True)
class RandomAffine:
    """Ranges of a random similarity transform about the image's centre.

    Attributes:
        rotation: Largest angle in degrees, either way.
        scale: Largest factor of enlargement; the smallest is its inverse.
        shift: Largest shift along each axis as a share of the side, either way.
    """

    count: ClassVar[int] = 6

    rotation: float
    scale: float
    shift: float

    def draw(self, generator: np.random.Generator, steps: int) -> np.ndarray:
        """Return the rows of one (2, 3) matrix a step end to end, (steps, 6) float32.

        A matrix maps an output place to the place in the image where it is read, both as (x, y)
        in [-1, 1] across the image, were it square.
        """
        uniform = generator.uniform(-1, 1, (steps, 4))
        angle = np.deg2rad(self.rotation) * uniform[:, 0]
        factor = self.scale ** uniform[:, 1]
        cos, sin = np.cos(angle) / factor, np.sin(angle) / factor
        shift = 2 * self.shift * uniform[:, 2:]
        return np.stack([cos, -sin, shift[:, 0], sin, cos, shift[:, 1]], 1).astype(np.float32)

    def apply(self, images: Tensor, numbers: Tensor) -> Tensor:
        """Return the images (B, 3, H, W) transformed by their matrices (B, 6), same shape."""
        height, width = images.shape[2:]
        # A turn is one in pixels: across an oblong image [-1, 1] is longer one way.
        turned = numbers.new_tensor([[1, height / width, 1], [width / height, 1, 1]])
        return warp(images, numbers.reshape(-1, 2, 3) * turned)


def warp(images: Tensor, matrices: Tensor) -> Tensor:
    """Return the images (B, 3, H, W) transformed by one matrix (B, 2, 3) each, same shape.

    Places outside the image show its mirror image.
    """
    grid = functional.affine_grid(matrices, list(images.shape), align_corners=False)
    return functional.grid_sample(images, grid, padding_mode="reflection", align_corners=False)

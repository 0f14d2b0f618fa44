"""Random windows of a larger image."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor

from activation_atlas.errors import AtlasError


@dataclass(frozen=True)
class RandomCrop:
    """A window of fixed size at a random place, every place equally likely.

    Attributes:
        height: Of the window in pixels.
        width: Of the window in pixels.
    """

    count: ClassVar[int] = 2

    height: int
    width: int

    def draw(self, generator: np.random.Generator, steps: int) -> np.ndarray:
        """Return the place of the window in [0, 1) of the room down and right, (steps, 2)."""
        return generator.random((steps, 2), np.float32)

    def apply(self, images: Tensor, numbers: Tensor) -> Tensor:
        """Return windows (B, 3, height, width) of the images (B, 3, H, W).

        Raises:
            AtlasError: The images are smaller than the window.
        """
        rows, columns = images.shape[2] - self.height, images.shape[3] - self.width
        if rows < 0 or columns < 0:
            raise AtlasError(
                f"A crop of {self.height}x{self.width} pixels does not fit into an image of "
                f"{images.shape[2]}x{images.shape[3]}: make the image larger."
            )
        corners = [(int(v * (rows + 1)), int(h * (columns + 1))) for v, h in numbers.tolist()]
        windows = [
            image[:, top : top + self.height, left : left + self.width]
            for image, (top, left) in zip(images, corners)
        ]
        return torch.stack(windows)

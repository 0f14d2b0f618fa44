"""Additive noise."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor

from activation_atlas import seeds


@dataclass(frozen=True)
class Noise:
    """Independent Gaussian noise on every pixel and channel, new at each step.

    The noise of an image follows from its numbers alone, on every device and in any batch.

    Attributes:
        deviation: Standard deviation, for images in [0, 1].
    """

    count: ClassVar[int] = 2

    deviation: float

    def draw(self, generator: np.random.Generator, steps: int) -> np.ndarray:
        """Return two whole numbers below 2**24, which float32 holds exactly, (steps, 2)."""
        return generator.integers(2**24, size=(steps, self.count)).astype(np.float32)

    def apply(self, images: Tensor, numbers: Tensor) -> Tensor:
        """Return the images (B, 3, H, W) with their noise added; may leave [0, 1]."""
        noise = np.stack(
            [
                seeds.generator("noise", *pair).standard_normal(images.shape[1:], np.float32)
                for pair in numbers.int().tolist()
            ]
        )
        return images + self.deviation * torch.from_numpy(noise).to(images.device)

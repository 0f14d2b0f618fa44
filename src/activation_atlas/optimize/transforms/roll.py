"""Circular shifts, the jitter of DeepDream."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True)
class Roll:
    """A circular shift by random whole numbers of pixels (Mordvintsev 2015, `dream.ipynb`).

    The notebook shifts the image, takes a step and shifts it back. Here the gradient flows back
    through the shift, so the step is taken in the image as it lies and nothing has to be undone.

    Attributes:
        most: Largest shift along each axis in pixels, either way; the notebook has 32.
    """

    count: ClassVar[int] = 2

    most: int

    def draw(self, generator: np.random.Generator, steps: int) -> np.ndarray:
        """Return shifts down and right in pixels, (steps, 2) float32."""
        shifts = generator.integers(-self.most, self.most, (steps, 2), endpoint=True)
        return shifts.astype(np.float32)

    def apply(self, images: Tensor, numbers: Tensor) -> Tensor:
        """Return the images (B, 3, H, W) shifted by their numbers (B, 2), same shape."""
        shifts = numbers.int().tolist()
        return torch.stack([torch.roll(image, by, (1, 2)) for image, by in zip(images, shifts)])

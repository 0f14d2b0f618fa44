"""Random views of images: each image has its own, drawn before the first step."""

from typing import ClassVar, Protocol

import numpy as np
from torch import Tensor


class Transform(Protocol):
    """A random change of an image that the network should not mind.

    Attributes:
        count: How many numbers decide the transform of one image at one step.
    """

    count: ClassVar[int]

    def draw(self, generator: np.random.Generator, steps: int) -> np.ndarray:
        """Return what decides the transform of one image at each step, (steps, count) float32."""
        ...

    def apply(self, images: Tensor, numbers: Tensor) -> Tensor:
        """Return views (B, 3, h, w) of images (B, 3, H, W), each by its own numbers (B, count)."""
        ...

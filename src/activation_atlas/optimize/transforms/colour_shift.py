"""Random changes of colour."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from torch import Tensor


@dataclass(frozen=True)
class ColourShift:
    """Each channel scaled about mid grey and shifted, both at random.

    Attributes:
        gain: Largest factor of a channel's contrast; the smallest is its inverse.
        offset: Largest shift of a channel, either way, for images in [0, 1].
    """

    count: ClassVar[int] = 6

    gain: float
    offset: float

    def draw(self, generator: np.random.Generator, steps: int) -> np.ndarray:
        """Return gains of R, G and B and then their offsets, (steps, 6) float32."""
        uniform = generator.uniform(-1, 1, (steps, self.count))
        drawn = np.concatenate([self.gain ** uniform[:, :3], self.offset * uniform[:, 3:]], 1)
        return drawn.astype(np.float32)

    def apply(self, images: Tensor, numbers: Tensor) -> Tensor:
        """Return the images (B, 3, H, W) with their colours changed; may leave [0, 1]."""
        gain, offset = numbers.reshape(-1, 2, 3, 1, 1).unbind(1)
        return (images - 0.5) * gain + 0.5 + offset

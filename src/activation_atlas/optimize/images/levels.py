"""Planes of several resolutions, kept in one flat tensor and summed at the finest."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True)
class Levels:
    """Three planes a level; level i is smaller than the sum by ``factors[i]``, at least one pixel.

    Attributes:
        height: Height of the sum in pixels.
        width: Width of the sum in pixels.
        factors: Reductions of the levels.
    """

    height: int
    width: int
    factors: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many numbers an image's levels have together."""
        return sum(3 * height * width for height, width in self._sizes())

    def summed(self, flat: Tensor) -> Tensor:
        """Return the bilinearly enlarged levels' sum, (B, 3, height, width), of (B, count)."""
        sizes = self._sizes()
        edges = np.cumsum([0, *(3 * height * width for height, width in sizes)])
        return sum(
            functional.interpolate(
                flat[:, first:last].view(len(flat), 3, *size),
                size=(self.height, self.width),
                mode="bilinear",
                align_corners=False,
            )
            for size, (first, last) in zip(sizes, pairwise(edges))
        )

    def _sizes(self) -> list[tuple[int, int]]:
        return [
            (max(1, self.height // factor), max(1, self.width // factor)) for factor in self.factors
        ]

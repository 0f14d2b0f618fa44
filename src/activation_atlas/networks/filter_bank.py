"""One layer of random filters of many sizes: textures without a trained or a deep network.

Ustyuzhaninov et al. 2017, "What does it take to generate natural textures?": a single convolution
with filters from fine to coarse, and a ReLU. How many sizes and filters they took was not
verified; these are about eight sizes of 128 each.
"""

import math
from collections.abc import Collection, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from activation_atlas import seeds, stores
from activation_atlas.networks.device import Device

LAYER = "bank"
SIDES = (3, 5, 7, 11, 15, 23, 37, 55)
"""Sides of the filters in pixels."""
EACH = 128
"""Filters of each side."""
MIDDLE = 0.5
"""Grey at which all filters are silent, so that edges of the image are none."""


class FilterBank:
    """The layer, frozen.

    Attributes:
        name: "filter_bank".
        digest: SHA-256 of the weights.
        layers: The only one.
        channels: Channels by layer.
        device: Device where it is computed.
        dtype: Type of the weights and of everything between them.
    """

    name = "filter_bank"
    layers = (LAYER,)

    def __init__(self, device: Device, seed: int, sides: Sequence[int] = SIDES, each: int = EACH):
        """Draw Kaiming-normal filters of `sides` pixels, `each` of one side, by seed alone."""
        self._device, self._sides = device, tuple(sides)
        self.device, self.dtype = device.device, device.dtype
        filters = {str(side): _filters(seed, side, each) for side in sides}
        self.digest = stores.digest(filters)
        self._filters = [
            torch.from_numpy(some).to(self.device, self.dtype) for some in filters.values()
        ]
        self.channels = {LAYER: each * len(self._sides)}

    def activations(
        self, images: Tensor, layers: Collection[str], circular: bool = False
    ) -> dict[str, Tensor]:
        """Return the activations (B, C, H, W), float32, by the layer's name.

        Args:
            images: (B, 3, H, W) RGB in [0, 1].
            layers: Some of `layers`.
            circular: Whether images go on at their opposite edge instead of ending in grey.
        """
        x = (images.to(self.device) - MIDDLE).to(self.dtype)
        x = x.contiguous(memory_format=self._device.memory_format)
        mode = "circular" if circular else "constant"
        parts = [
            functional.conv2d(functional.pad(x, [side // 2] * 4, mode=mode), some)
            for side, some in zip(self._sides, self._filters)
        ]
        return {LAYER: functional.relu_(torch.cat(parts, 1)).float()} if layers else {}

    def path(self, layer: str) -> list[str]:
        """Return what an image goes through on its way to the layer: one convolution."""
        return ["convolution"]

    def receptive_field(self, layer: str) -> int:
        """Return the side in pixels of the largest filter."""
        return max(self._sides)

    def stride(self, layer: str) -> int:
        """Return how many pixels lie between neighbouring places."""
        return 1

    def batch_of(self, height: int, width: int) -> int:
        """Return how many pictures of a size are optimized at once: they take much memory."""
        return 1


def _filters(seed: int, side: int, count: int) -> np.ndarray:
    noise = seeds.generator(seed, "weights", "filter_bank", side)
    deviation = math.sqrt(2 / (3 * side**2))
    return noise.standard_normal((count, 3, side, side), "float32") * np.float32(deviation)

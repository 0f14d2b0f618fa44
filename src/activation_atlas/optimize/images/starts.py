"""Random starts: each image's numbers come from its own generator."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

DEVIATION = 0.01  # of a start before it is made RGB: nearly grey (Olah et al. 2017)


def normal(
    generators: Sequence[np.random.Generator], shape: tuple[int, ...], deviation: float
) -> Tensor:
    """Return (B, *shape) float32, one N(0, deviation²) sample of the given shape a generator."""
    samples = [
        generator.standard_normal(shape, np.float32) * np.float32(deviation)
        for generator in generators
    ]
    return torch.from_numpy(np.stack(samples))

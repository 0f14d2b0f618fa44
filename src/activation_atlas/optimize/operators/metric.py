"""Steps in the metric of a Gaussian prior: what natural images vary in moves most."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from activation_atlas.optimize.objectives.prior import SpectrumPrior


@dataclass(frozen=True)
class PriorMetric:
    """The gradient is multiplied by a power of the covariance C of a Gaussian prior of images.

    With C itself, steepest ascent on S + μ log p steps by C∇S - μ(x - mean) / pixels: the prior
    pulls all frequencies and colours alike towards the mean. In the metric of pixels it would
    outrun any step in high frequencies long before it moved low ones. All of C draws blurred grey
    blobs, none of it noise, so the share between is chosen by eye. The maximum is the same in any
    metric. The project's choice.

    Attributes:
        prior: Prior whose covariance is taken: power by frequency times covariance of colours.
        share: The power to which it is raised, in [0, 1].
    """

    prior: SpectrumPrior
    share: float = 1.0

    def __call__(self, gradient: Tensor, progress: float) -> Tensor:
        """Return the gradient in the metric, (B, 3, H, W)."""
        height, width = gradient.shape[2:]
        power = _power(self.prior, height, width).to(gradient) ** self.share
        spectrum = torch.fft.rfft2(gradient) * power
        planes = torch.fft.irfft2(spectrum, s=(height, width)).unbind(1)
        # Written out: a product with a 3 × 3 matrix is slow on a CPU.
        rows = _raised(self.prior.covariance, self.share).tolist()
        return torch.stack([sum(w * plane for w, plane in zip(row, planes)) for row in rows], 1)


def _raised(covariance: np.ndarray, power: float) -> np.ndarray:
    """Return a power of a covariance."""
    variances, axes = np.linalg.eigh(covariance)
    return axes * variances**power @ axes.T


@lru_cache(maxsize=16)
def _power(prior: SpectrumPrior, height: int, width: int) -> Tensor:
    return torch.from_numpy(prior.power_at(height, width))

"""Clipping: of pixels that matter little, and of invalid colours."""

import math
from dataclasses import dataclass

from torch import Tensor, lerp

from activation_atlas.optimize.images.pixels import WHITE


@dataclass(frozen=True)
class ClipSmallNorm:
    """Pixels of a small colour vector become the mean colour (Yosinski et al. 2015, θ_n_pct).

    Attributes:
        percent: Percentile of an image's norms below which a pixel's is small, in [0, 100].
    """

    percent: float

    def __call__(self, pixels: Tensor, gradient: Tensor, step: int, progress: float) -> Tensor:
        """Return the pixels (B, 3, H, W) with small ones zero."""
        return _without_smallest(pixels, pixels.square().sum(1).sqrt(), self.percent)


@dataclass(frozen=True)
class ClipSmallContribution:
    """Pixels that do little for the score become the mean colour (Yosinski et al. 2015, θ_c_pct).

    A pixel's contribution is the first-order effect of deleting it, |Σ_colour -x∘g|.

    Attributes:
        percent: Percentile of an image's contributions below which one is small, in [0, 100].
    """

    percent: float

    def __call__(self, pixels: Tensor, gradient: Tensor, step: int, progress: float) -> Tensor:
        """Return the pixels (B, 3, H, W) with those of small contribution zero."""
        return _without_smallest(pixels, (pixels * gradient).sum(1).abs(), self.percent)


@dataclass(frozen=True)
class ClipValid:
    """Pixels are kept within what an image can show.

    Attributes:
        mean: The network's mean colour, RGB in [0, 1]; a recipe, which serves any network, leaves
            it out, and whoever renders it fills it in.
    """

    mean: tuple[float, float, float] | None = None

    def __call__(self, pixels: Tensor, gradient: Tensor, step: int, progress: float) -> Tensor:
        """Return the pixels (B, 3, H, W) such that mean + x lies in [0, 255]."""
        mean = WHITE * pixels.new_tensor(self.mean)[:, None, None]
        return pixels.clamp(-mean, WHITE - mean)


def _without_smallest(pixels: Tensor, sizes: Tensor, percent: float) -> Tensor:
    """Return pixels (B, 3, H, W), zero where an image's sizes (B, H, W) lie below a percentile."""
    ordered = sizes.flatten(1).sort(1).values
    place = percent / 100 * (ordered.shape[1] - 1)
    low, high = ordered[:, math.floor(place)], ordered[:, math.ceil(place)]
    least = lerp(low, high, place % 1)[:, None, None]
    return pixels * (sizes >= least)[:, None]

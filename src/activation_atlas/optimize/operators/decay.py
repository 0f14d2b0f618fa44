"""L2 decay."""

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True)
class Decay:
    """Pixels shrink towards the mean colour, x ← (1 - θ) x (Yosinski et al. 2015, θ_decay).

    Attributes:
        share: θ, the share of each pixel that is lost at each step, in [0, 1].
    """

    share: float

    def __call__(self, pixels: Tensor, gradient: Tensor, step: int, progress: float) -> Tensor:
        """Return the decayed pixels, (B, 3, H, W)."""
        return pixels * (1 - self.share)

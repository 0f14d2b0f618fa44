"""What a picture is optimized for: scores that add, scale and negate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True)
class Outputs:
    """What one step has computed, for an objective to score.

    Attributes:
        images: (B, 3, H, W) RGB as decoded, before any transform; in [0, 1] where valid.
        views: (B, 3, h, w) what the network saw.
        activations: (B, C, rows, columns) float32 of the layers asked for.
        logits: (B, classes), or None where no objective asks for them.
        progress: Share of the steps that are done, in [0, 1).
        beside: (B, C, rows, columns) activations of the photos that the images are held beside,
            through the same transforms, of the same layers; or None where there are none.
    """

    images: Tensor
    views: Tensor
    activations: Mapping[str, Tensor]
    logits: Tensor | None = None
    progress: float = 0.0
    beside: Mapping[str, Tensor] | None = None


@dataclass(frozen=True)
class Objective:
    """One score an image, to be maximized.

    Objectives add, subtract, scale by a number and negate; each gives a new one and leaves its
    operands as they are.

    Attributes:
        score: Gives (B,) scores of a step's outputs.
        layers: Layers whose activations it reads.
        logits: Whether it reads logits.
    """

    score: Callable[[Outputs], Tensor]
    layers: frozenset[str] = frozenset()
    logits: bool = False

    def __call__(self, outputs: Outputs) -> Tensor:
        """Return the score of each image, (B,)."""
        return self.score(outputs)

    def __add__(self, other: "Objective") -> "Objective":
        """Return the sum of two objectives."""
        return Objective(
            lambda outputs: self.score(outputs) + other.score(outputs),
            self.layers | other.layers,
            self.logits or other.logits,
        )

    def __mul__(self, factor: float) -> "Objective":
        """Return the objective scaled by a number."""
        return Objective(lambda outputs: factor * self.score(outputs), self.layers, self.logits)

    __rmul__ = __mul__

    def __neg__(self) -> "Objective":
        """Return the objective with its sign turned."""
        return -1.0 * self

    def __sub__(self, other: "Objective") -> "Objective":
        """Return the difference of two objectives."""
        return self + -other

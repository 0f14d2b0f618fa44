"""The geometric pieces of which the published chains of transforms are made.

Each is a similarity transform, given by the matrix that maps a place of its output to the place
of its input that is read there, both as (x, y, 1) in pixels about the centre. So a chain of
them is one product of matrices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

Fill = Literal["grey", "reflection"]


class Piece(Protocol):
    """One geometric transform of a chain."""

    def matrices(self, generator: np.random.Generator, steps: int) -> np.ndarray:
        """Return one matrix a step, (steps, 3, 3) float64."""
        ...


@dataclass(frozen=True)
class Pad:
    """Room about the image, so that jitter does not push its border out of view.

    Attributes:
        pixels: Width on each side; farther out the padding's outermost pixels go on.
        fill: What the room shows: the grey in the middle of [0, 1], as Lucid pads, or the mirror
            image.
    """

    pixels: int
    fill: Fill = "grey"

    def matrices(self, generator: np.random.Generator, steps: int) -> np.ndarray:
        """Return identities: padding leaves every pixel where it is about the centre."""
        return np.tile(np.eye(3), (steps, 1, 1))


@dataclass(frozen=True)
class Jitter:
    """A random crop that is `most` pixels smaller: a shift by whole pixels along each axis.

    Attributes:
        most: Pixels between the two extremes of the shift.
    """

    most: int

    def matrices(self, generator: np.random.Generator, steps: int) -> np.ndarray:
        """Return shifts, uniform over the whole numbers from -⌊most/2⌋ to ⌈most/2⌉."""
        matrices = np.tile(np.eye(3), (steps, 1, 1))
        corners = generator.integers(0, self.most, (steps, 2), endpoint=True)
        matrices[:, :2, 2] = corners - self.most // 2
        return matrices


@dataclass(frozen=True)
class Scale:
    """Enlargement by a factor picked from a list.

    Attributes:
        factors: Factors to pick from, each as likely as it is frequent.
    """

    factors: Sequence[float]

    def matrices(self, generator: np.random.Generator, steps: int) -> np.ndarray:
        """Return reductions of the place that is read."""
        factors = generator.choice(np.asarray(self.factors, np.float64), steps)
        matrices = np.tile(np.eye(3), (steps, 1, 1))
        matrices[:, :2, :2] /= factors[:, None, None]
        return matrices


@dataclass(frozen=True)
class Rotate:
    """Rotation about the centre by an angle picked from a list.

    Attributes:
        degrees: Angles to pick from, each as likely as it is frequent; positive turns the image
            anticlockwise as seen.
    """

    degrees: Sequence[float]

    def matrices(self, generator: np.random.Generator, steps: int) -> np.ndarray:
        """Return rotations of the place that is read."""
        angles = np.deg2rad(generator.choice(np.asarray(self.degrees, np.float64), steps))
        cos, sin = np.cos(angles), np.sin(angles)
        matrices = np.tile(np.eye(3), (steps, 1, 1))
        matrices[:, 0, 0], matrices[:, 0, 1] = cos, -sin
        matrices[:, 1, 0], matrices[:, 1, 1] = sin, cos
        return matrices

"""Normalization of the gradient by the levels of its Laplacian pyramid."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

BINOMIAL = (1, 4, 6, 4, 1)
TINY = 1e-10


@dataclass(frozen=True)
class LaplacianNormalization:
    """Every level of the gradient's pyramid is divided by its RMS: low frequencies count as much.

    So is the coarse rest; one image at a time (Mordvintsev, TensorFlow's tutorial of DeepDream).

    Attributes:
        levels: Levels of the pyramid, without the coarse rest.
    """

    levels: int = 4

    def __call__(self, gradient: Tensor, progress: float) -> Tensor:
        """Return the normalized gradient, (B, 3, H, W)."""
        return merge([_normalized(level) for level in split(gradient, self.levels)])


def split(images: Tensor, levels: int) -> list[Tensor]:
    """Return the Laplacian pyramid of images (B, C, H, W), finest level first, the rest last.

    Burt and Adelson 1983. Each level is half as large as the one before, rounded up.
    """
    pyramid = []
    for _ in range(levels):
        coarse = _reduced(images)
        pyramid.append(images - _expanded(coarse, images.shape))
        images = coarse
    return [*pyramid, images]


def merge(pyramid: list[Tensor]) -> Tensor:
    """Return the images (B, C, H, W) of a pyramid; the inverse of :func:`split`."""
    *levels, images = pyramid
    for level in reversed(levels):
        images = level + _expanded(images, level.shape)
    return images


def _normalized(level: Tensor) -> Tensor:
    # Axis by axis: how threads share one long sum would depend on the size of the batch.
    rms = level.square().mean(3).mean(2).mean(1).sqrt()
    return level / rms.clamp(min=TINY)[:, None, None, None]


def _reduced(images: Tensor) -> Tensor:
    """Blur by outer([1, 4, 6, 4, 1]) / 256 and keep every other pixel; zeros lie beyond."""
    for axis in (2, 3):
        windows = _padded(images, axis, 2).unfold(axis, 5, 2)
        images = sum(weight / 16 * windows[..., tap] for tap, weight in enumerate(BINOMIAL))
    return images


def _expanded(images: Tensor, shape: torch.Size) -> Tensor:
    """Put zeros between the pixels and blur by four times the same kernel, up to `shape`."""
    for axis in (2, 3):
        length = images.shape[axis]
        padded = _padded(images, axis, 1)
        before, here, after = (padded.narrow(axis, first, length) for first in range(3))
        even, odd = (before + 6 * here + after) / 8, (here + after) / 2
        both = torch.stack([even, odd], axis + 1).flatten(axis, axis + 1)
        images = both.narrow(axis, 0, shape[axis])
    return images


def _padded(images: Tensor, axis: int, width: int) -> Tensor:
    sides = [width, width] if axis == 3 else [0, 0, width, width]
    return functional.pad(images, sides)

"""A published chain of pad, jitter, scale and rotation as one resampling a step."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from activation_atlas.errors import AtlasError
from activation_atlas.optimize.transforms.pieces import Pad, Piece

GREY = 0.5


@dataclass(frozen=True)
class Chain:
    """Geometric pieces one after another, then a crop of the image's own size from the middle.

    Padding, jitter, scale and rotation are similarity transforms, so the chain is exactly one of
    them: its matrix is the product of the pieces' matrices. The places read are those of the
    published chain; only the pixels are resampled once in place of once a piece, which blurs
    less, and views keep one shape at every scale. Scales are not rounded to whole pixels.

    Attributes:
        pieces: Pieces in the order in which the image meets them; a pad comes first. Without one,
            the image's outermost pixels go on beyond its border.

    Raises:
        AtlasError: A pad comes later than first.
    """

    count: ClassVar[int] = 6

    pieces: tuple[Piece, ...] = ()

    def __post_init__(self) -> None:
        if any(isinstance(piece, Pad) for piece in self.pieces[1:]):
            raise AtlasError("A chain pads its image before anything else: put Pad first.")

    def draw(self, generator: np.random.Generator, steps: int) -> np.ndarray:
        """Return the rows of one (2, 3) matrix a step end to end, (steps, 6) float32.

        A matrix maps a place (x, y, 1) of the view to the place (x, y) of the image that is read
        there, both in pixels about the centre.
        """
        matrices = np.tile(np.eye(3), (steps, 1, 1))
        for piece in self.pieces:
            matrices = matrices @ piece.matrices(generator, steps)
        return matrices[:, :2].reshape(steps, self.count).astype(np.float32)

    def apply(self, images: Tensor, numbers: Tensor) -> Tensor:
        """Return the images (B, 3, H, W) transformed by their matrices (B, 6), same shape."""
        height, width = images.shape[2:]
        x, y = _places(numbers, height, width)
        pad = self.pieces[0] if self.pieces and isinstance(self.pieces[0], Pad) else None
        if pad is None:
            return _sample(images, x, y, "border")
        if pad.fill == "grey":
            return _sample(images - GREY, x, y, "zeros") + GREY
        right, bottom = (width - 1) / 2 + pad.pixels, (height - 1) / 2 + pad.pixels
        return _sample(images, x.clamp(-right, right), y.clamp(-bottom, bottom), "reflection")


def _places(numbers: Tensor, height: int, width: int) -> tuple[Tensor, Tensor]:
    """Return where each pixel of a view is read, x and y of (B, height, width)."""
    rows = torch.arange(height, device=numbers.device)[:, None] - (height - 1) / 2
    columns = torch.arange(width, device=numbers.device) - (width - 1) / 2
    # Sums, not a matrix product, whose rounding may depend on the size of the batch.
    xx, xy, x, yx, yy, y = numbers[:, :, None, None].unbind(1)
    return xx * columns + xy * rows + x, yx * columns + yy * rows + y


def _sample(images: Tensor, x: Tensor, y: Tensor, beyond: str) -> Tensor:
    """Read the images at places in pixels about the centre."""
    height, width = images.shape[2:]
    grid = torch.stack([2 * x / width, 2 * y / height], 3)
    return functional.grid_sample(images, grid, padding_mode=beyond, align_corners=False)

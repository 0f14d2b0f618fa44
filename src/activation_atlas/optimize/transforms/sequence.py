"""Several transforms one after another, and their numbers side by side."""

from collections.abc import Sequence

import numpy as np
from torch import Tensor

from activation_atlas.optimize.transforms.transform import Transform


def draw_all(
    transforms: Sequence[Transform], generator: np.random.Generator, steps: int
) -> np.ndarray:
    """Return the numbers of all transforms for one image at each step, (steps, K) float32.

    K is the sum of the transforms' counts, 0 where there are none.
    """
    nothing = np.zeros((steps, 0), np.float32)
    return np.concatenate([nothing, *(one.draw(generator, steps) for one in transforms)], 1)


def apply_all(transforms: Sequence[Transform], images: Tensor, numbers: Tensor) -> Tensor:
    """Return views (B, 3, h, w) of images (B, 3, H, W) through all transforms in their order.

    Args:
        transforms: Those whose numbers were drawn.
        images: (B, 3, H, W).
        numbers: (B, K) of one step, one row an image.
    """
    parts = numbers.split([one.count for one in transforms], 1)
    for transform, part in zip(transforms, parts):
        images = transform.apply(images, part)
    return images

"""Images that a prior is learned from."""

from collections.abc import Sequence

import numpy as np

from activation_atlas.errors import AtlasError


def colours(images: np.ndarray | Sequence[np.ndarray], side: int) -> list[np.ndarray]:
    """Return RGB in [0, 1], (H, W, 3) float64 each, of uint8 images.

    Args:
        images: (N, H, W, 3) uint8, or a list of (H, W, 3) uint8 of any sizes.
        side: Pixels that an image has at least along each side.

    Raises:
        AtlasError: If there is no image, or one that isn't RGB of that type and size.
    """
    if len(images) == 0:
        raise AtlasError("A prior can't be learned from no images; give at least one.")
    for number, image in enumerate(images):
        if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3:
            raise AtlasError(
                f"Image {number} for a prior is {image.dtype} of shape {image.shape}; "
                "give uint8 RGB, (H, W, 3)."
            )
        if min(image.shape[:2]) < side:
            raise AtlasError(
                f"Image {number} for a prior is {image.shape[1]} × {image.shape[0]} pixels; "
                f"give images of at least {side} pixels a side."
            )
    return [image / 255 for image in images]

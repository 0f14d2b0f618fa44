"""What a doodle is made from: a picture, the mask of its regions, and the mask to paint by."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from activation_atlas.errors import AtlasError
from activation_atlas.images.whole import fitted, fitted_size, whole_photo
from activation_atlas.settings import DoodlesSettings
from activation_atlas.textures.landscape import landscape, rearranged

ASPECT = 2 / 3
"""Height of the computed landscape as a share of its width."""


@dataclass(frozen=True)
class Sketch:
    """Pictures (h, w, 3) uint8.

    Attributes:
        photo: The style.
        mask: Its regions in flat colours, of the same size.
        target_mask: The regions of the result, in the same colours and of any size.
        content: A photo of the target mask's size whose forms the result keeps, or None.
    """

    photo: np.ndarray
    mask: np.ndarray
    target_mask: np.ndarray
    content: np.ndarray | None = None


def load_sketch(settings: DoodlesSettings, max_pixels: int, seed: int) -> Sketch:
    """Return the pictures that the settings name, or the computed landscape where they name none.

    Grey pictures are taken as RGB, and what is transparent as white.

    Args:
        settings: Pictures to take, and their sizes.
        max_pixels: Most pixels that a picture may have.
        seed: Seed of the computed landscape.

    Raises:
        AtlasError: a picture can't be read, or two that belong together differ in size.
    """
    longest, content = settings.size, None
    if settings.photo is None:
        photo, mask = landscape(*_landscape_size(settings.source_size), seed)
        target = rearranged(*_landscape_size(longest), seed)
    else:
        photo, mask, target = (
            whole_photo(name, max_pixels)
            for name in (settings.photo, settings.mask, settings.target_mask)
        )
        _check_sizes(photo, settings.photo, mask, settings.mask)
        photo, mask = fitted(photo, settings.source_size), _flat(mask, settings.source_size)
    if settings.content is not None:
        content = whole_photo(settings.content, max_pixels)
        _check_sizes(content, settings.content, target, settings.target_mask or "target mask")
        content = fitted(content, longest)
    return Sketch(photo, mask, _flat(target, longest), content)


def _landscape_size(longest: int) -> tuple[int, int]:
    return round(longest * ASPECT), longest


def _check_sizes(photo: np.ndarray, photo_name: str, mask: np.ndarray, mask_name: str) -> None:
    if photo.shape != mask.shape:
        sizes = [f"{image.shape[1]} × {image.shape[0]}" for image in (photo, mask)]
        raise AtlasError(
            f"'{photo_name}' has {sizes[0]} pixels, but '{mask_name}' has {sizes[1]}: give two of"
            " the same size."
        )


def _flat(mask: np.ndarray, longest: int) -> np.ndarray:
    """Return a mask as :func:`fitted` does a photo, without new colours between the flat ones."""
    height, width = fitted_size(*mask.shape[:2], longest)
    return np.asarray(Image.fromarray(mask).resize((width, height), Image.Resampling.NEAREST))

"""Which target belongs to which image of a batch."""

import torch
from torch import Tensor

from activation_atlas.errors import AtlasError


def one_an_image(targets: Tensor, images: Tensor) -> Tensor:
    """Return the target of each image, (B, ...), on the images' device.

    Args:
        targets: (n, ...), one an image or one a group of consecutive images.
        images: (B, ...), or anything else computed of the batch.

    Raises:
        AtlasError: If the images are no multiple of the targets.
    """
    if len(targets) == 0 or len(images) % len(targets):
        raise AtlasError(
            f"{len(images)} images can't share {len(targets)} targets evenly; "
            "give one target an image, or one a group of equally many images."
        )
    return torch.repeat_interleave(targets.to(images.device), len(images) // len(targets), 0)


def in_groups(values: Tensor, group: int) -> Tensor:
    """Return values (B, ...) as (B / group, group, ...), consecutive images together.

    Raises:
        AtlasError: If the batch does not hold whole groups.
    """
    if group < 1 or len(values) % group:
        raise AtlasError(
            f"{len(values)} images don't make whole groups of {group}; "
            "choose a number of images that is a multiple of the group's size."
        )
    return values.unflatten(0, (-1, group))

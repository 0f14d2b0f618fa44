"""What sources, layers and sizes must be like, told in one sentence where they are not."""

from collections.abc import Sequence

import numpy as np

from activation_atlas.errors import AtlasError, nearest
from activation_atlas.textures.features import Features


def check_layers(features: Features, layers: Sequence[str]) -> None:
    """Make sure that a network has these layers.

    Raises:
        AtlasError: it lacks one.
    """
    for layer in layers:
        if layer not in features.layers:
            known = ", ".join(features.layers)
            raise AtlasError(
                f"'{features.name}' has no layer '{layer}'.{nearest(layer, features.layers)}"
                f" It has {known}."
            )


def layer_weights(
    weights: Sequence[float] | None, layers: Sequence[str], each: float, section: str
) -> list[float]:
    """Return one weight a layer: those given, or `each`.

    Raises:
        AtlasError: there are more or fewer weights than layers.
    """
    weights = list(weights or [each] * len(layers))
    if len(weights) != len(layers):
        raise AtlasError(
            f"There are {len(weights)} weights for {len(layers)} layers: give {section}.weights"
            f" one number for each of {section}.layers."
        )
    return weights


def check_reach(features: Features, layers: Sequence[str], image: np.ndarray, name: str) -> None:
    """Make sure that an image is at least as large as what a place of each layer sees.

    Raises:
        AtlasError: it is smaller.
    """
    height, width = image.shape[:2]
    layer = max(layers, key=features.receptive_field)
    field = features.receptive_field(layer)
    if min(height, width) < field:
        raise AtlasError(
            f"'{name}' has {width} × {height} pixels, but a place of {layer} sees {field}:"
            " give a larger one, a larger source_size, or lower layers."
        )


def check_octaves(
    features: Features, layers: Sequence[str], size: Sequence[int], name: str, count: int
) -> None:
    """Make sure that every layer has a place in the coarsest of `count` octaves.

    Raises:
        AtlasError: the size (height, width) is too small.
    """
    height, width = size
    least = max(features.stride(layer) for layer in layers) * 2 ** (count - 1)
    if min(height, width) < least:
        raise AtlasError(
            f"'{name}' has {width} × {height} pixels, too small for {count} octaves of these"
            f" layers, which take {least}: give a larger one, or fewer octaves."
        )


def check_tile(features: Features, layers: Sequence[str], size: tuple[int, int], count: int) -> int:
    """Return the number of pixels that the sides of a seamless texture are multiples of.

    Raises:
        AtlasError: they are no multiples, so that places would not meet at the edges, or the
            coarsest of `count` octaves is smaller than what a filter sees beyond an edge.
    """
    # The first convolution's filters are the widest in pixels.
    least = features.receptive_field(features.layers[0]) // 2 * 2 ** (count - 1)
    if min(size) < least:
        raise AtlasError(
            f"A seamless texture of {count} octaves has sides of at least {least} pixels for"
            f" '{features.name}', not {min(size)}: give a larger size, or fewer octaves."
        )
    multiple = max(features.stride(layer) for layer in layers)
    wrong = [side for side in size if side % multiple]
    if wrong:
        better = round(wrong[0] / multiple) * multiple or multiple
        raise AtlasError(
            f"A seamless texture's sides must be multiples of {multiple} pixels for these layers,"
            f" {wrong[0]} is not: take {better}."
        )
    return multiple

"""Directions in a layer's activations to follow: dot product, cosine, and both together."""

import torch
from torch import Tensor

from activation_atlas.errors import AtlasError
from activation_atlas.optimize.objectives.objective import Objective, Outputs
from activation_atlas.optimize.objectives.targets import one_an_image
from activation_atlas.optimize.schedule import Schedule, at

COSINE_FLOOR = 0.1  # keeps a gradient where image and direction disagree
TINY = 1e-6


def at_centre(activation: Tensor, side: int = 1) -> Tensor:
    """Return the vectors (B, side², C) at the centre of the maps (B, C, H, W).

    Of the four central places of an even map, one alone is the lower right one, as in Lucid.
    """
    rows, columns = (length // 2 - side // 2 for length in activation.shape[2:])
    central = activation[:, :, rows : rows + side, columns : columns + side]
    return central.flatten(2).transpose(1, 2)


def cosine(vectors: Tensor, directions: Tensor) -> Tensor:
    """Return the mean cosine (B,) of vectors (B, places, C) and directions (B, C)."""
    return _cosines(vectors, directions).mean(1)


def direction(vectors: Tensor, directions: Tensor, power: float) -> Tensor:
    """Return the mean over places of (h·v) max(0.1, cos(h, v))^power, (B,).

    Vectors h are (B, places, C), directions v (B, C). Directions are scaled to norm 1, which
    changes no maximum. Carter et al. 2019, "Activation Atlas"; dot product and cosine are taken
    at the same place.
    """
    unit = directions / directions.norm(dim=1, keepdim=True).clamp(min=TINY)
    dot = (vectors * unit[:, None]).sum(2)
    return (dot * _cosines(vectors, directions).clamp(min=COSINE_FLOOR) ** power).mean(1)


def dot_cosine(layer: str, directions: Tensor, power: Schedule, side: int | None = 1) -> Objective:
    """Return the mean of (h·v) max(0.1, cos(h, v))^power for each image's own direction v.

    Carter et al. 2019, "Activation Atlas"; see :func:`direction`. At power 0 it is the dot product
    of Olah et al. 2018, "The Building Blocks of Interpretability", icons of activation vectors.

    Args:
        layer: Layer whose activation is looked at.
        directions: (B, C), one an image or one a group of consecutive images; scaled to norm 1,
            which changes no maximum.
        power: Power of the cosine; may change along the run.
        side: Side of the central square of places, None for all places.

    Raises:
        AtlasError: When scoring, if the directions do not have the layer's number of channels.
    """

    def score(outputs: Outputs) -> Tensor:
        vectors, wanted = _compared(outputs, layer, directions, side)
        exponent = at(power, outputs.progress)
        # One by one: a power's last bit may depend on where in a tensor a number stands.
        pairs = zip(vectors.split(1), wanted.split(1))
        return torch.cat([direction(*pair, exponent) for pair in pairs])

    return Objective(score, frozenset({layer}))


def _compared(
    outputs: Outputs, layer: str, directions: Tensor, side: int | None
) -> tuple[Tensor, Tensor]:
    """Return the vectors (B, places, C) and the direction of each image, (B, C)."""
    maps = outputs.activations[layer]
    if directions.shape[1] != maps.shape[1]:
        raise AtlasError(
            f"Directions of {directions.shape[1]} channels don't fit layer '{layer}', which has "
            f"{maps.shape[1]}; take them from that layer."
        )
    vectors = maps.flatten(2).transpose(1, 2) if side is None else at_centre(maps, side)
    return vectors, one_an_image(directions, maps)


def _cosines(vectors: Tensor, directions: Tensor) -> Tensor:
    norms = vectors.norm(dim=2) * directions.norm(dim=1)[:, None]
    return (vectors * directions[:, None]).sum(2) / norms.clamp(min=TINY)

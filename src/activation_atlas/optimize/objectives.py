"""What an image is optimized for: functions of a layer's activation, one score an image."""

from torch import Tensor

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


def _cosines(vectors: Tensor, directions: Tensor) -> Tensor:
    norms = vectors.norm(dim=2) * directions.norm(dim=1)[:, None]
    return (vectors * directions[:, None]).sum(2) / norms.clamp(min=TINY)

"""What an image is optimized for: functions of a layer's activation, one score an image."""

from torch import Tensor

COSINE_FLOOR = 0.1  # keeps a gradient where image and direction disagree
TINY = 1e-6


def at_centre(activation: Tensor) -> Tensor:
    """Return the activation vector (B, C) at the centre of the maps (B, C, H, W).

    Of the four central positions of an even map this is the lower right one, as in Lucid.
    """
    rows, columns = activation.shape[2:]
    return activation[:, :, rows // 2, columns // 2]


def cosine(vectors: Tensor, directions: Tensor) -> Tensor:
    """Return the cosines (B,) between vectors and directions, both (B, C)."""
    norms = vectors.norm(dim=1) * directions.norm(dim=1)
    return (vectors * directions).sum(1) / norms.clamp(min=TINY)


def direction(vectors: Tensor, directions: Tensor, power: float) -> Tensor:
    """Return (h·v) max(0.1, cos(h, v))^power for vectors h and directions v, both (B, C).

    Directions are scaled to norm 1, which changes no maximum. Carter et al. 2019, "Activation
    Atlas"; dot product and cosine are taken at the same place.
    """
    unit = directions / directions.norm(dim=1, keepdim=True).clamp(min=TINY)
    dot = (vectors * unit).sum(1)
    return dot * cosine(vectors, directions).clamp(min=COSINE_FLOOR) ** power

"""Activations as the layout sees them: checked, and as directions where the metric is cosine."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from activation_atlas.errors import AtlasError
from activation_atlas.samples.arrays import SampleRows

Metric = Literal["cosine", "euclidean"]
BLOCK = 16_384
SAME = 2.0**-10  # the rounding of float16: smaller differences mean nothing


@dataclass
class Survey:
    """What one look at all activations of a map tells."""

    directionless: np.ndarray
    """(n,) bool: all channels are zero, so that a cosine to it means nothing."""
    broken: int
    """How many samples hold NaN or infinity."""
    constant: bool
    """Whether all samples that have a direction look the same to the metric."""


def survey(samples: SampleRows, ids: np.ndarray, metric: Metric) -> Survey:
    """Read the activations of the samples `ids` (n,) block by block and describe them."""
    zero = np.zeros(len(ids), bool)
    low = np.full(samples.channels, np.inf, np.float32)
    high = -low
    broken = 0
    for start in range(0, len(ids), BLOCK):
        rows = samples.rows("activation", ids[start : start + BLOCK])
        finite = np.isfinite(rows).all(axis=1)
        broken += int(np.count_nonzero(~finite))
        zero[start : start + len(rows)] = ~rows.any(axis=1)
        kept = finite & ~zero[start : start + len(rows)] if metric == "cosine" else finite
        seen = as_points(rows[kept], metric)
        np.minimum(low, seen.min(axis=0, initial=np.inf), out=low)
        np.maximum(high, seen.max(axis=0, initial=-np.inf), out=high)
    size = max(np.abs(low).max(), np.abs(high).max())
    constant = not (np.isfinite(size) and (high - low).max() > SAME * size)
    return Survey(zero, broken, constant)


def refuse_broken(samples: SampleRows, found: Survey) -> None:
    """Refuse activations of which no layout can be made.

    Raises:
        AtlasError: some hold NaN or infinity, or all are the same.
    """
    if found.broken:
        raise AtlasError(
            f"{found.broken} of {len(found.directionless)} sampled activations of layer"
            f" '{samples.layer}' hold NaN or infinity, most likely because its numbers are too"
            " large for the dtype: set device.dtype to float32, or choose another layer, and"
            " sample again."
        )
    if found.constant:
        raise AtlasError(
            f"All {len(found.directionless)} sampled activations of layer '{samples.layer}' are"
            " the same, so there is nothing to lay out: choose another layer, or check"
            " network.weights and the images."
        )


def as_points(rows: np.ndarray, metric: Metric) -> np.ndarray:
    """Return activations (n, C) as float32, for cosine scaled to length 1; zeros stay zero."""
    points = rows.astype(np.float32)
    if metric == "cosine":
        lengths = np.sqrt(np.einsum("ij,ij->i", points, points))
        points /= np.where(lengths > 0, lengths, 1)[:, None]
    return points

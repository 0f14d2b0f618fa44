"""Groups: the few factors that explain most of a layer's activations in one image.

Olah et al. 2018, "The Building Blocks of Interpretability", "Carving up activations": non-negative
matrix factorization gives groups that are sums of activations and places of the image alike.
"""

from dataclasses import dataclass

import numpy as np
from sklearn.decomposition import NMF
from threadpoolctl import threadpool_limits

ITERATIONS = 2000
TOLERANCE = 1e-4


@dataclass(frozen=True)
class Groups:
    """Factors of an activation map: its positive part is about ``share @ direction``.

    Attributes:
        share: (h, w, k) float32 of at least 0, how much each place has of each group; the largest
            of a group is 1.
        direction: (k, C) float32 of at least 0, the activation of each group where its share is 1.
    """

    share: np.ndarray
    direction: np.ndarray


def factors(activation: np.ndarray, count: int) -> Groups:
    """Return the groups of an activation map, those that explain most of it first.

    A map with fewer places or channels than `count` has only as many groups as it has of these.
    Where fewer of them are anywhere positive, the last groups are zeros.

    Args:
        activation: (h, w, C).
        count: Groups wanted, k.
    """
    height, width, channels = activation.shape
    positive = np.maximum(activation, 0).reshape(-1, channels).astype(np.float64)
    count = min(count, *positive.shape)
    # nndsvda divides by zero where it is asked for more than there is
    active = min(count, positive.any(0).sum(), positive.any(1).sum())
    share, direction = np.zeros((len(positive), count)), np.zeros((count, channels))
    if active:
        share[:, :active], direction[:active] = _factors(positive, active)
    return Groups(
        share.reshape(height, width, count).astype(np.float32), direction.astype(np.float32)
    )


def _factors(positive: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return shares (places, count) and directions (count, C) of a matrix (places, C)."""
    model = NMF(count, init="nndsvda", max_iter=ITERATIONS, tol=TOLERANCE, random_state=0)
    with threadpool_limits(1):  # the last bits depend on the number of threads
        share = model.fit_transform(positive)
    largest = share.max(0)
    direction = model.components_ * largest[:, None]
    share = share / np.where(largest > 0, largest, 1)
    explained = share.sum(0) * direction.sum(1)
    order = np.argsort(-explained, kind="stable")
    return share[:, order], direction[order]

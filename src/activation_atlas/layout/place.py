"""Where a sample belongs that the layout was not fitted on: among its nearest fitted neighbours."""

import numpy as np

BLOCK = 65_536
HALVINGS = 40


def memberships(distance: np.ndarray) -> np.ndarray:
    """Return how much each neighbour counts, (n, k) float64 in [0, 1], from distances (n, k).

    As in UMAP: exp(-(d - nearest) / s), where s makes the sum of a row log2(k). Rows are
    ascending. Where too many neighbours are equally near for that, all of these count 1.
    """
    beyond = distance.astype(np.float64) - distance[:, :1]
    wanted = np.log2(distance.shape[1])
    low = np.zeros(len(distance))
    high = np.maximum(beyond[:, -1] * distance.shape[1], np.finfo(np.float64).tiny)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        total = np.exp(-beyond / middle[:, None]).sum(axis=1)
        low = np.where(total < wanted, middle, low)
        high = np.where(total < wanted, high, middle)
    return np.exp(-beyond / high[:, None])


def place(index: np.ndarray, distance: np.ndarray, xy: np.ndarray) -> np.ndarray:
    """Return (n, 2) float32: the membership-weighted mean of neighbours' places.

    `index` (n, k) points into the fitted places `xy` (f, 2); `distance` (n, k) is ascending.
    """
    placed = np.empty((len(index), 2), np.float32)
    for start in range(0, len(index), BLOCK):
        part = slice(start, start + BLOCK)
        weights = memberships(distance[part])
        weights /= weights.sum(axis=1, keepdims=True)
        placed[part] = np.einsum("nk,nkd->nd", weights, xy[index[part]])
    return placed

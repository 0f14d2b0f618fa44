"""Where a sample belongs that the layout was not fitted on: among its nearest fitted neighbours."""

import numpy as np

from activation_atlas.layout.memberships import memberships


def place(index: np.ndarray, distance: np.ndarray, xy: np.ndarray) -> np.ndarray:
    """Return (n, 2) float32: the membership-weighted mean of neighbours' places.

    `index` (n, k) points into the fitted places `xy` (f, 2); `distance` (n, k) is ascending.
    """
    weights = memberships(distance)
    weights /= weights.sum(axis=1, keepdims=True)
    return np.einsum("nk,nkd->nd", weights, xy[index]).astype(np.float32)

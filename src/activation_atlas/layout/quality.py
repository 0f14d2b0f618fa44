"""How faithful a layout is to the neighbourhoods of the activations."""

import numpy as np


def trust(points: np.ndarray, xy: np.ndarray, neighbours: int, metric: str) -> float:
    """Return the trustworthiness in [0, 1] of places `xy` (n, 2) of `points` (n, C).

    1: every neighbour in the plane is one among the activations (Venna and Kaski, 2001).
    """
    from sklearn.manifold import trustworthiness

    most = (len(points) - 1) // 2
    return float(trustworthiness(points, xy, n_neighbors=min(neighbours, most), metric=metric))


def recall(index: np.ndarray, rows: np.ndarray, xy: np.ndarray) -> float:
    """Return the share in [0, 1] of true neighbours that are neighbours in the plane, too.

    `index` (m, k) are the true neighbours of the points `rows` (m,) among places `xy` (n, 2).
    """
    from scipy.spatial import KDTree

    k = index.shape[1]
    _, near = KDTree(xy).query(xy[rows], k=k + 1)
    found = 0
    for row, true, plane in zip(rows, index, near):
        found += len(np.intersect1d(true, plane[plane != row][:k]))
    return found / index.size

"""How much each of a sample's neighbours counts: UMAP's fuzzy memberships, without compiling."""

import numpy as np
from scipy.sparse import csr_array

BLOCK = 65_536
HALVINGS = 64
TINY = 1e-30
LEAST = 1e-3  # of a row's mean distance: its bandwidth is no smaller


def memberships(distance: np.ndarray) -> np.ndarray:
    """Return weights (n, k) float32 in [0, 1] of neighbours at `distance` (n, k), ascending.

    exp(-(d - nearest) / s), where nearest is the least distance above zero and s makes the
    weights of a row sum to log2(k + 1): a sample is the first of its k + 1 neighbours
    (McInnes, Healy and Melville, 2018).
    """
    weights = np.empty(distance.shape, np.float32)
    for start in range(0, len(distance), BLOCK):
        weights[start : start + BLOCK] = _block(distance[start : start + BLOCK].astype(float))
    return weights


def fuzzy_union(index: np.ndarray, distance: np.ndarray) -> csr_array:
    """Return UMAP's graph (n, n): a + b - ab of the weights a, b of both directions of an edge."""
    n, k = index.shape
    starts = np.arange(0, n * k + 1, k)
    one_way = csr_array((memberships(distance).ravel(), index.ravel(), starts), shape=(n, n))
    other_way = one_way.T.tocsr()
    graph = one_way + other_way - one_way * other_way
    graph.eliminate_zeros()
    return graph


def _block(distance: np.ndarray) -> np.ndarray:
    above = np.where(distance > 0, distance, np.inf).min(axis=1)
    nearest = np.where(np.isfinite(above), above, 0)
    beyond = np.maximum(distance - nearest[:, None], 0)
    wanted = np.log2(distance.shape[1] + 1)
    low = np.zeros(len(distance))
    high = np.maximum(beyond.max(axis=1) * distance.shape[1], TINY)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        total = np.exp(-beyond / middle[:, None]).sum(axis=1)
        low = np.where(total < wanted, middle, low)
        high = np.where(total < wanted, high, middle)
    width = np.maximum(high, LEAST * distance.mean(axis=1))
    return np.exp(-beyond / width[:, None])

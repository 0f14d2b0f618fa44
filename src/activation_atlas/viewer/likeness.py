"""How like activations are: the cosines between them."""

import numpy as np
from threadpoolctl import threadpool_limits


def cosines(rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the cosines (n, k) of activations (n, C) and (k, C); 0 for a row of zeros."""
    with threadpool_limits(1):  # more threads round in another order
        return _unit(rows) @ _unit(others).T


def _unit(rows: np.ndarray) -> np.ndarray:
    norm = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.maximum(norm, np.finfo(np.float32).tiny)

"""Whitening of activations: directions that many activations share count for less."""

import numpy as np
from threadpoolctl import threadpool_limits


def whitening(second: np.ndarray, ridge: float) -> np.ndarray:
    """Return S = (M + εI)⁻¹, (C, C) float64, for the uncentred second moment M = E[h hᵀ].

    ε is `ridge` times the mean of M's diagonal: it keeps dead channels from making M singular.
    Carter et al. 2019, "Activation Atlas".
    """
    second = np.asarray(second, np.float64)
    level = ridge * np.trace(second) / len(second)
    with threadpool_limits(1):  # the last bits depend on the number of threads
        return np.linalg.inv(second + level * np.eye(len(second)))

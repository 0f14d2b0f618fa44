"""Which places of a grid are judged: needs numpy only, so that every environment can load it."""

import numpy as np

COUNT = 8


def judged(activation: np.ndarray) -> np.ndarray:
    """Return the numbers of places spread over a map (h, w, C), counted row by row."""
    places = activation.shape[0] * activation.shape[1]
    return np.linspace(0, places - 1, COUNT + 2).round().astype(int)[1:-1]

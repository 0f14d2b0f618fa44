"""The unit square of a map, from the raw coordinates of a layout."""

import numpy as np


def normalize(
    xy: np.ndarray, percentiles: tuple[float, float], margin: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return unit (n, 2) float32 map coordinates of `xy` (n, 2), and inside (n,) bool.

    On each axis [0, 1] spans the two percentiles with a margin on both sides, given as a share
    of their span. Points beyond it keep their coordinates and are not inside. An axis without
    any span lies at one half.
    """
    xy = np.asarray(xy, np.float64)
    low, high = np.percentile(xy, percentiles, axis=0)
    span = high - low
    width = np.where(span > 0, span * (1 + 2 * margin), 1)
    start = np.where(span > 0, low - margin * span, low - 0.5)
    unit = ((xy - start) / width).astype(np.float32)
    return unit, ((unit >= 0) & (unit <= 1)).all(axis=1)

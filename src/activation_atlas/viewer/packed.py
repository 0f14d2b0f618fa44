"""Arrays as text: what the page computes with, half a float a number."""

import base64

import numpy as np


def pack(values: np.ndarray) -> dict:
    """Return floats (any shape, row-major) as ``half``, base64 of float16, times a ``scale``.

    The largest is 1 before the scale, so neither large nor tiny values fall out of float16.
    """
    scale = float(np.abs(values).max(initial=0)) or 1.0
    half = (values / scale).astype("<f2")
    return {"half": base64.b64encode(half.tobytes()).decode(), "scale": float(f"{scale:.8g}")}

"""Float16 to float32, several times faster than numpy's own conversion."""

import numpy as np

_KEPT = np.uint32(0x8FFFE000).view(np.int32)  # the sign, and float16's bits in float32's place
_SHIFT = np.float32(2.0**112)  # between the exponents' biases, 127 and 15
_BEYOND = 65_536  # where infinities and NaN come out


def widen(half: np.ndarray) -> np.ndarray:
    """Return `half`, any shape, as float32: the same values, infinities and NaN included."""
    if half.dtype != np.float16:
        return half.astype(np.float32)
    bits = half.view(np.int16).astype(np.int32)
    bits <<= 13
    bits &= _KEPT
    wide = bits.view(np.float32)
    wide *= _SHIFT
    if wide.size and (wide.max() >= _BEYOND or wide.min() <= -_BEYOND):
        return half.astype(np.float32)
    return wide

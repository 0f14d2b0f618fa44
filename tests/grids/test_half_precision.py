import numpy as np

from activation_atlas.grids.half_precision import widen


def test_every_float16_keeps_its_value():
    every = np.arange(2**16, dtype=np.uint16).view(np.float16)
    finite = every[np.isfinite(every)]
    for some in (every, finite, finite[:0], finite[:63_000].reshape(1000, 63)):
        wide = widen(some)
        assert wide.dtype == np.float32
        with np.errstate(invalid="ignore"):
            np.testing.assert_array_equal(wide, some.astype(np.float32))


def test_float32_passes_through():
    some = np.float32([1e-30, 1e30])
    np.testing.assert_array_equal(widen(some), some)

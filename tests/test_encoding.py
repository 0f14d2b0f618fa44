import io

import numpy as np
from PIL import Image

from activation_atlas.encoding import numbers, png


def test_a_picture_keeps_its_pixels():
    pixels = np.random.default_rng(0).integers(0, 256, (9, 7, 3), dtype=np.uint8)
    content = png(Image.fromarray(pixels))
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(content))), pixels)
    assert png(Image.fromarray(pixels)) == content


def test_numbers_have_six_digits_and_no_infinity():
    assert numbers(np.array([1 / 3, -2e-9, np.nan, -np.inf])) == [0.333333, -2e-9, None, None]

from functools import cache
from itertools import combinations

import numpy as np
import pytest

from activation_atlas.textures.procedural import STYLES

SIDE = 96


@cache
def _made(name: str, seed: int = 0) -> np.ndarray:
    return STYLES[name](SIDE, SIDE, seed)


@pytest.mark.parametrize("name", STYLES)
def test_a_name_and_a_seed_give_the_same_picture(name):
    assert np.array_equal(STYLES[name](SIDE, SIDE, 0), _made(name))
    assert np.abs(_made(name).astype(int) - _made(name, 1)).mean() > 10


@pytest.mark.parametrize("name", STYLES)
def test_a_style_is_colourful_and_has_strokes(name):
    image = _made(name).astype(float)
    hues = image - image.mean(-1, keepdims=True)
    assert hues.std() > 20
    coarse = image.reshape(8, 12, 8, 12, 3).mean((1, 3)).repeat(12, 0).repeat(12, 1)
    assert (image - coarse).std() > 20  # detail within 12 pixels


def test_no_two_styles_are_alike():
    for one, other in combinations(STYLES, 2):
        assert np.abs(_made(one).astype(int) - _made(other)).mean() > 30


@pytest.mark.parametrize("name", STYLES)
def test_it_has_the_size_that_is_asked_for_and_about_the_same_colours(name):
    made = STYLES[name](64, 100, 0)
    assert made.shape == (64, 100, 3) and made.dtype == np.uint8
    assert np.abs(made.mean((0, 1)) - _made(name).mean((0, 1))).max() < 45

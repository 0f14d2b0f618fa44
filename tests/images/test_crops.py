import pytest

from activation_atlas.images.crops import central_square, random_square

SHAPES = [(500, 375), (375, 500), (448, 172), (1, 1), (3, 900)]


@pytest.mark.parametrize("width, height", SHAPES)
def test_the_central_square_is_the_largest_and_in_the_middle(width, height):
    left, top, side = central_square(width, height)
    assert side == min(width, height)
    assert (left + side / 2, top + side / 2) == (width / 2, height / 2)


@pytest.mark.parametrize("width, height", SHAPES)
def test_random_squares_lie_inside(width, height):
    for index in range(200):
        left, top, side = random_square(width, height, (0.1, 1.0), 0, f"a#{index}")
        assert left >= 0
        assert top >= 0
        assert side >= 1
        assert left + side <= width
        assert top + side <= height


def test_shares_of_the_area_fill_the_scale():
    shares = [
        random_square(600, 500, (0.1, 0.6), 0, f"a#{index}")[2] ** 2 / 300_000
        for index in range(500)
    ]
    assert 0.099 < min(shares) < 0.11
    assert 0.59 < max(shares) < 0.601
    assert sum(shares) / 500 == pytest.approx(0.35, abs=0.025)


def test_squares_depend_on_seed_and_key():
    def square(seed, key):
        return random_square(600, 500, (0.1, 0.6), seed, key)

    assert square(0, "a#1") == square(0, "a#1")
    assert len({square(0, "a#1"), square(0, "a#2"), square(1, "a#1"), square(0, "b#1")}) == 4

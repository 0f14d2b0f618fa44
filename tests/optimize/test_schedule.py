import pytest

from activation_atlas.optimize.schedule import CosineDecay, Linear, at


def test_a_number_stays() -> None:
    assert at(3.0, 0.7) == 3.0


def test_a_line_is_straight() -> None:
    assert [at(Linear(2.5, 0.5), share) for share in (0, 0.5, 1)] == [2.5, 1.5, 0.5]


def test_a_decay_falls_from_the_first_number_to_the_last() -> None:
    values = [at(CosineDecay(0.2, 0.02), step / 20) for step in range(21)]
    assert values == sorted(values, reverse=True)
    assert (values[0], values[10], values[-1]) == pytest.approx((0.2, 0.11, 0.02))

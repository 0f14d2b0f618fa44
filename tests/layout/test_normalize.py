import numpy as np

from activation_atlas.layout.normalize import normalize


def test_percentiles_and_margin_span_the_unit_square_axis_by_axis():
    line = np.linspace(0, 100, 101)
    unit, inside = normalize(np.stack([line, -3 * line], axis=1), (10, 90), 0.25)
    # From 10 to 90 is 80 wide, with a quarter of it on both sides 120, from -10 on.
    np.testing.assert_allclose(unit[:, 0], (line + 10) / 120, rtol=1e-6)
    np.testing.assert_allclose(unit[:, 1], 1 - (line + 10) / 120, rtol=1e-5)
    assert inside.all()


def test_outliers_are_flagged_and_keep_their_coordinates():
    line = np.append(np.linspace(0, 1, 99), 50.0)
    unit, inside = normalize(np.stack([line, line], axis=1), (1, 99), 0.1)
    assert not inside[-1] and (unit[-1] > 10).all()
    assert inside[:-1].all() and unit[:-1].min() >= 0


def test_an_axis_without_span_lies_in_the_middle():
    unit, inside = normalize(np.array([[7, 0], [7, 1.0]]), (0, 100), 0)
    assert unit.tolist() == [[0.5, 0], [0.5, 1]] and inside.all()

import numpy as np

from activation_atlas.optimize.transforms.pieces import Jitter, Pad, Rotate, Scale
from activation_atlas.seeds import generator


def test_jitter_reaches_every_whole_shift_and_no_other() -> None:
    for most, shifts in ((4, range(-2, 3)), (3, range(-1, 3)), (0, [0])):
        drawn = Jitter(most).matrices(generator("jitter", most), 500)
        assert set(drawn[:, 0, 2]) == set(drawn[:, 1, 2]) == set(shifts)


def test_shifts_along_the_axes_are_independent() -> None:
    drawn = Jitter(16).matrices(generator("axes"), 2000)[:, :2, 2]
    assert abs(np.corrcoef(drawn.T)[0, 1]) < 0.1


def test_factors_come_from_the_list() -> None:
    drawn = Scale((0.8, 1, 1.25)).matrices(generator("scale"), 200)
    assert np.array_equal(drawn[:, 0, 0], drawn[:, 1, 1])
    assert set(np.round(1 / drawn[:, 0, 0], 12)) == {0.8, 1, 1.25}


def test_angles_come_from_the_list_as_often_as_listed() -> None:
    drawn = Rotate((-7, 0, 0, 3)).matrices(generator("rotate"), 4000)
    degrees = np.round(np.rad2deg(np.arctan2(drawn[:, 1, 0], drawn[:, 0, 0])), 6)
    values, counts = np.unique(degrees, return_counts=True)
    assert list(values) == [-7, 0, 3]
    assert np.allclose(counts / 4000, [0.25, 0.5, 0.25], atol=0.03)


def test_padding_moves_nothing() -> None:
    assert np.array_equal(Pad(12).matrices(generator("pad"), 2), [np.eye(3)] * 2)

import numpy as np

from activation_atlas.optimize.transforms.sets import LUCID, PAPER
from activation_atlas.optimize.transforms.transform import Transform
from activation_atlas.seeds import generator


def _factors_and_angles(transforms: tuple[Transform, ...]) -> tuple[np.ndarray, np.ndarray]:
    matrices = transforms[0].draw(generator("sets"), 4000).reshape(-1, 2, 3).astype(np.float64)
    factors = 1 / np.hypot(matrices[:, 0, 0], matrices[:, 1, 0])
    angles = np.rad2deg(np.arctan2(matrices[:, 1, 0], matrices[:, 0, 0]))
    return np.round(factors, 4), np.round(angles, 2)


def test_the_papers_scales_and_angles() -> None:
    factors, angles = _factors_and_angles(PAPER)
    assert set(factors) == {0.95, 0.975, 1, 1.025, 1.05}
    assert set(angles) == set(range(-5, 6))


def test_lucids_scales_and_angles() -> None:
    factors, angles = _factors_and_angles(LUCID)
    assert set(factors) == {0.9, 0.92, 0.94, 0.96, 0.98, 1, 1.02, 1.04, 1.06, 1.08, 1.1}
    assert set(angles) == set(range(-10, 11))
    assert abs((angles == 0).mean() - 6 / 26) < 0.03

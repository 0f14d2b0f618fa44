import numpy as np
import pytest

from activation_atlas.seeds import generator
from activation_atlas.textures.materials import MATERIALS, noise


@pytest.mark.parametrize("name", MATERIALS)
def test_a_material_fills_the_picture_by_its_seed(name):
    one, same, other = (
        MATERIALS[name](48, 64, generator("materials", number)) for number in (0, 0, 1)
    )
    assert one.shape == (48, 64, 3)
    assert np.array_equal(one, same) and not np.array_equal(one, other)
    assert one.min() > -0.05 and one.max() < 1.05
    assert one.std((0, 1)).min() > 0.02


def test_noise_is_normalized_and_goes_on_at_opposite_edges():
    found = noise(64, 96, generator("noise"), 1.5)
    assert found.shape == (64, 96)
    assert found.mean() == pytest.approx(0, abs=1e-9) and found.std() == pytest.approx(1)
    inside = np.abs(np.diff(found, axis=1)).mean()
    assert np.abs(found[:, 0] - found[:, -1]).mean() < 2 * inside


def test_noise_is_smoother_the_faster_it_falls_and_wider_by_its_stretch():
    def steps(axis: int, falling: float, stretch: float = 1.0) -> float:
        return np.abs(
            np.diff(noise(64, 64, generator("noise"), falling, stretch), axis=axis)
        ).mean()

    assert steps(0, 2.0) < steps(0, 1.0) < steps(0, 0.2)
    assert steps(1, 1.0, stretch=6) < 0.7 * steps(0, 1.0, stretch=6)

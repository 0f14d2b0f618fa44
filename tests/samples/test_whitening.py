import numpy as np
import pytest

from activation_atlas.samples.whitening import whitening


def test_it_inverts_the_second_moment_and_the_ridge() -> None:
    rows = np.random.default_rng(0).normal(size=(200, 6)) * [1, 2, 3, 4, 5, 6]
    second = rows.T @ rows / len(rows)
    level = 0.1 * np.trace(second) / 6
    np.testing.assert_allclose(
        whitening(second, 0.1) @ (second + level * np.eye(6)), np.eye(6), atol=1e-10
    )


def test_dead_channels_do_no_harm() -> None:
    second = np.diag([4.0, 0.0, 1.0])
    found = whitening(second, 0.01)
    assert np.isfinite(found).all()
    assert found[0, 0] == pytest.approx(1 / (4 + 0.01 * 5 / 3))


def test_whitened_activations_lose_the_shared_direction() -> None:
    rng = np.random.default_rng(1)
    shared = np.array([1.0, 1, 1, 1])
    rows = 10 * np.outer(rng.normal(size=500), shared) + rng.normal(size=(500, 4))
    found = whitening(rows.T @ rows / 500, 1e-4)
    mean = 5 * shared + [1, -1, 0, 0]
    turned = mean @ found
    assert abs(turned @ shared) / np.linalg.norm(turned) < 0.2

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from activation_atlas.dictionaries.groups import factors


@pytest.fixture(scope="module")
def made() -> tuple[np.ndarray, np.ndarray]:
    """Two groups on the two halves of a map: their shares and directions."""
    draw = np.random.default_rng(0)
    share = np.zeros((4, 6, 2), np.float32)
    share[:, :3, 0], share[:, 3:, 1] = draw.uniform(0.2, 1, (2, 4, 3))
    direction = np.zeros((2, 8), np.float32)
    direction[0, :5], direction[1, 3:] = draw.uniform(1, 5, (2, 5))
    return share, direction


def test_groups_that_were_mixed_are_found_again(made):
    share, direction = made
    found = factors(share @ direction, 2)
    np.testing.assert_allclose(found.share @ found.direction, share @ direction, atol=0.05)
    for group in range(2):
        likeness = [
            np.corrcoef(found.share[..., k].ravel(), share[..., group].ravel())[0, 1]
            for k in range(2)
        ]
        assert max(likeness) > 0.99


def test_shares_and_directions_are_scaled_and_ordered():
    activation = np.random.default_rng(1).normal(size=(5, 7, 12)).astype(np.float32)
    found = factors(activation, 4)
    assert found.share.shape == (5, 7, 4) and found.direction.shape == (4, 12)
    assert found.share.dtype == found.direction.dtype == np.float32
    assert found.share.min() >= 0 and found.direction.min() >= 0
    np.testing.assert_allclose(found.share.max((0, 1)), 1, rtol=1e-6)
    explained = found.share.sum((0, 1)) * found.direction.sum(1)
    assert np.all(np.diff(explained) <= 1e-3 * explained[0])


def test_small_and_dead_maps_have_groups_too():
    draw = np.random.default_rng(2)
    assert factors(draw.random((1, 2, 9)), 6).direction.shape == (2, 9)
    single = factors(draw.random((1, 1, 9)).astype(np.float32), 6)
    assert single.share.shape == (1, 1, 1) and single.share[0, 0, 0] == 1
    dead = factors(-draw.random((3, 3, 9)), 2)
    assert not dead.share.any() and not dead.direction.any()
    one_channel = np.zeros((3, 4, 9), np.float32)
    one_channel[..., 2] = 1
    found = factors(one_channel, 3)
    assert np.isfinite(found.share).all() and np.isfinite(found.direction).all()
    np.testing.assert_allclose(found.share @ found.direction, one_channel, atol=0.05)


@pytest.mark.parametrize("channels", [[5], [5, 9, 200]])
def test_a_map_with_one_active_place_has_one_group_and_empty_ones(channels):
    activation = np.zeros((7, 7, 320), np.float32)
    activation[3, 4, channels] = 2
    found = factors(activation, 6)
    assert found.share.shape == (7, 7, 6) and found.direction.shape == (6, 320)
    np.testing.assert_allclose(found.share @ found.direction, activation, atol=1e-4)
    assert found.share[3, 4, 0] == 1
    assert not found.share[..., 1:].any() and not found.direction[1:].any()


def test_the_number_of_threads_changes_no_bit():
    activation = np.random.default_rng(3).random((14, 14, 112)).astype(np.float32)
    found = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            found.append(factors(activation, 6))
    np.testing.assert_array_equal(found[0].share, found[1].share)
    np.testing.assert_array_equal(found[0].direction, found[1].direction)

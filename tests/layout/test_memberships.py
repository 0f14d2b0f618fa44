import numpy as np

from activation_atlas.layout.memberships import fuzzy_union, memberships


def test_memberships_sum_to_log2_and_fall_with_distance():
    distance = np.sort(np.random.default_rng(0).random((50, 15)), axis=1)
    weights = memberships(distance)
    np.testing.assert_allclose(weights.sum(axis=1), 4, rtol=1e-5)
    assert (np.diff(weights, axis=1) <= 0).all() and (weights[:, 0] == 1).all()


def test_copies_of_a_sample_and_the_nearest_other_count_whole():
    weights = memberships(np.array([[0, 0, 0.5, 0.7, 0.9, 1.1, 1.3], [0, 0, 0, 0, 0, 0, 0]]))
    assert (weights[0, :3] == 1).all() and weights[0, 3] < 0.01
    assert (weights[1] == 1).all()


def test_the_union_of_both_directions_is_symmetric_and_a_probability():
    # Point 2 is nearest to 0, but 0 is nearest to 1: in one direction only.
    index, distance = np.int32([[1], [0], [0]]), np.array([[1.0], [1.0], [2.0]])
    expected = [[0, 1, 1], [1, 0, 0], [1, 0, 0]]
    np.testing.assert_allclose(fuzzy_union(index, distance).toarray(), expected)
    rng = np.random.default_rng(0)
    index = np.array([rng.permutation(np.delete(np.arange(30), i))[:7] for i in range(30)])
    distance = np.sort(rng.random((30, 7)), axis=1)
    one_way = np.zeros((30, 30))
    np.put_along_axis(one_way, index, memberships(distance), axis=1)
    both = fuzzy_union(index.astype(np.int32), distance).toarray()
    np.testing.assert_allclose(both, 1 - (1 - one_way) * (1 - one_way.T), atol=1e-6)

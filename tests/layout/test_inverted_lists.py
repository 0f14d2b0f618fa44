import numpy as np
import pytest

from activation_atlas.layout.inverted_lists import Lists


def all_distances(queries, points):
    return ((queries[:, None].astype(float) - points) ** 2).sum(axis=2)


@pytest.fixture
def clusters():
    """50 far-off clusters of 200 points, between which no neighbours lead, and a few queries."""
    rng = np.random.default_rng(0)
    centres = 9 * rng.standard_normal((50, 24))
    points = centres[rng.integers(50, size=10_000)] + rng.standard_normal((10_000, 24))
    queries = centres[rng.integers(50, size=200)] + rng.standard_normal((200, 24))
    return points.astype(np.float32), queries.astype(np.float32)


def test_neighbours_are_found_in_the_right_cluster(clusters):
    points, queries = clusters
    index, squared = Lists(points, np.random.default_rng(1)).nearest(queries, k=15)
    distance = all_distances(queries, points)
    true = np.argsort(distance, axis=1)[:, :15]
    assert np.mean([len(np.intersect1d(a, b)) / 15 for a, b in zip(index, true)]) > 0.99
    np.testing.assert_allclose(squared, np.take_along_axis(distance, index, 1), rtol=1e-2)
    assert (np.diff(squared, axis=1) >= 0).all()


def test_a_point_is_not_its_own_neighbour_even_among_copies_of_itself(clusters):
    points = np.concatenate([clusters[0], clusters[0][:500], clusters[0][:500]])
    index, squared = Lists(points, np.random.default_rng(1)).among(k=15)
    assert (index != np.arange(len(points))[:, None]).all()
    copies = np.sort(index[:500, :2], axis=1) - np.arange(500)[:, None]
    assert (copies == [10_000, 10_500]).all()
    some = np.arange(0, 10_000, 50)
    distance = all_distances(points[some], points)
    distance[np.arange(len(some)), some] = np.inf
    true = np.sort(distance, axis=1)[:, :15]
    assert np.mean(squared[some] <= true * 1.01 + 1e-3) > 0.99


def test_the_answer_is_the_same_whatever_the_threads(clusters, monkeypatch):
    monkeypatch.setattr("activation_atlas.layout.inverted_lists.QUERIES", 64)
    points, queries = clusters
    for ask in (lambda lists: lists.nearest(queries, k=15), lambda lists: lists.among(k=15)):
        one, three = (ask(Lists(points, np.random.default_rng(1), threads)) for threads in (1, 3))
        assert all(a.tobytes() == b.tobytes() for a, b in zip(one, three))


def test_few_points_are_all_compared(clusters):
    points, queries = clusters[0][:40], clusters[1]
    index, _ = Lists(points, np.random.default_rng(1)).nearest(queries, k=40)
    assert (np.sort(index, axis=1) == np.arange(40)).all()

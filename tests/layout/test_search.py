import numpy as np
import pytest
from scipy.spatial.distance import cdist

from activation_atlas.layout import search
from activation_atlas.layout.activations import as_points
from activation_atlas.layout.search import Search

RNG = np.random.default_rng(0)
ROWS = np.maximum(RNG.standard_normal((1200, 16)), 0) + 0.01


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_exact_search_equals_all_distances_whatever_the_threads(metric):
    points = as_points(ROWS, metric)
    distance = cdist(ROWS, ROWS, metric)
    np.fill_diagonal(distance, np.inf)
    index, near = Search(points, metric, k=12, seed=0).among()
    np.testing.assert_allclose(near, np.sort(distance, axis=1)[:, :12], atol=2e-3)
    np.testing.assert_allclose(np.take_along_axis(distance, index, 1), near, atol=2e-3)
    again = Search(points, metric, k=12, seed=0, threads=3).among()
    assert index.tobytes() == again[0].tobytes() and near.tobytes() == again[1].tobytes()


def test_approximate_search_finds_nearly_all_reproducibly(monkeypatch):
    metric = "cosine"  # the search itself is euclidean for both
    monkeypatch.setattr(search, "EXACT_MOST", 100)
    points = as_points(ROWS, metric)
    fitted, others = points[:1000], points[1000:]
    exact = np.argsort(cdist(ROWS, ROWS[:1000], metric), axis=1)
    found = Search(fitted, metric, k=10, seed=3)
    index, near = found.among()
    assert not (index == np.arange(1000)[:, None]).any()
    assert recall(index, exact[:1000, 1:11]) > 0.97
    assert recall(found.of(others)[0], exact[1000:, :10]) > 0.95
    expected = cdist(ROWS[:1000], ROWS[:1000], metric)
    np.testing.assert_allclose(near, np.take_along_axis(expected, index, 1), atol=1e-4)
    again = Search(fitted, metric, k=10, seed=3)
    assert again.among()[0].tobytes() == index.tobytes()
    assert again.of(others)[0].tobytes() == found.of(others)[0].tobytes()


def recall(found, true):
    return np.mean([len(np.intersect1d(a, b)) / len(b) for a, b in zip(found, true)])

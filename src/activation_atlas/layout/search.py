"""Nearest neighbours among points in memory: exactly for small sets, else approximately."""

import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from threadpoolctl import threadpool_limits

from activation_atlas import seeds
from activation_atlas.layout.activations import Metric
from activation_atlas.layout.lists import Lists

EXACT_MOST = 20_000  # up to here comparing all pairs is faster than building an index
ROWS = 512


class Search:
    """k-nearest-neighbour search among fitted points.

    The results depend on the points and the seed only, never on the number of threads.
    """

    def __init__(self, points: np.ndarray, metric: Metric, k: int, seed: int, threads: int = 1):
        """Prepare a search for `k` neighbours among `points` (n, C) from :func:`as_points`."""
        self._points, self._metric, self._k, self._threads = points, metric, k, threads
        self._seed, self._lists = seed, None
        self._index = None
        if len(points) > EXACT_MOST:
            self._index = _approximate_index(points, k, seed)

    def among(self) -> tuple[np.ndarray, np.ndarray]:
        """Return index (n, k) int32 and distance (n, k) float32 of each point to the others."""
        if self._index is None:
            return self._exact(self._points, own=0)
        index, distance = _without_self(*self._index.neighbor_graph, self._k)
        distance = self._from_euclidean(distance)
        missing = np.flatnonzero((index < 0).any(axis=1))
        for row in missing:  # a point that the approximate search left alone
            index[row : row + 1], distance[row : row + 1] = self._exact(
                self._points[row : row + 1], own=row
            )
        return index, distance

    def of(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return index (m, k) and distance (m, k) of other `points` (m, C) to the fitted ones."""
        if self._index is None:
            return self._exact(points)
        if self._lists is None:
            self._lists = Lists(self._points, seeds.generator(self._seed, "lists"))
        index, squared = self._lists.nearest(points, self._k, self._threads)
        return index, self._from_euclidean(np.sqrt(squared))

    def _from_euclidean(self, distance: np.ndarray) -> np.ndarray:
        """Return distances of the metric: cosine's points have length 1, so that 1 - cos = d²/2."""
        distance = distance.astype(np.float32)
        return distance**2 / 2 if self._metric == "cosine" else distance

    def _exact(self, points: np.ndarray, own: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Compare all pairs; row i is the fitted point `own` + i where `own` is given."""
        starts = range(0, len(points), ROWS)

        def block(start: int) -> tuple[np.ndarray, np.ndarray]:
            rows = points[start : start + ROWS]
            return self._nearest(rows, None if own is None else own + start)

        with threadpool_limits(1), ThreadPoolExecutor(self._threads) as pool:
            found = list(pool.map(block, starts))
        return tuple(np.concatenate(part) for part in zip(*found))

    def _nearest(self, rows: np.ndarray, own: int | None) -> tuple[np.ndarray, np.ndarray]:
        distance = -(rows @ self._points.T)
        if self._metric == "cosine":
            distance += 1
        else:
            distance *= 2
            distance += np.einsum("ij,ij->i", rows, rows)[:, None]
            distance += np.einsum("ij,ij->i", self._points, self._points)
        np.maximum(distance, 0, out=distance)
        if own is not None:
            distance[np.arange(len(rows)), own + np.arange(len(rows))] = np.inf
        some = np.argpartition(distance, self._k - 1, axis=1)[:, : self._k]
        some.sort(axis=1)
        near = np.take_along_axis(distance, some, axis=1)
        order = np.argsort(near, axis=1, kind="stable")
        near = np.take_along_axis(near, order, axis=1)
        if self._metric == "euclidean":
            np.sqrt(near, out=near)
        return np.take_along_axis(some, order, axis=1).astype(np.int32), near


def _approximate_index(points: np.ndarray, k: int, seed: int) -> object:
    from pynndescent import NNDescent  # compiles for seconds, so only where it is used

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # With more than one thread its updates come in another order and the result changes.
        return NNDescent(points, metric="euclidean", n_neighbors=k + 1, random_state=seed, n_jobs=1)


def _without_self(index: np.ndarray, distance: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Drop each point from its own k + 1 neighbours, or else the farthest neighbour."""
    own = index == np.arange(len(index))[:, None]
    own[~own.any(axis=1), -1] = True
    shape = (len(index), k)
    return index[~own].reshape(shape).astype(np.int32), distance[~own].reshape(shape)

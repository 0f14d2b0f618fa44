"""Nearest neighbours among points in memory: exactly for small sets, else approximately."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from threadpoolctl import threadpool_limits

from activation_atlas import seeds
from activation_atlas.layout.activations import Metric
from activation_atlas.layout.inverted_lists import Lists

EXACT_MOST = 20_000  # up to here comparing all pairs takes seconds
ROWS = 512


class Search:
    """k-nearest-neighbour search among fitted points.

    The results depend on the points and the seed only, never on the number of threads.
    """

    def __init__(self, points: np.ndarray, metric: Metric, k: int, seed: int, threads: int = 1):
        """Prepare a search for `k` neighbours among `points` (n, C) from :func:`as_points`."""
        self._metric, self._k, self._threads = metric, k, threads
        self._points = self._lists = None
        if len(points) > EXACT_MOST:
            self._lists = Lists(points, seeds.generator(seed, "lists"), threads)
        else:
            self._points = points

    def among(self) -> tuple[np.ndarray, np.ndarray]:
        """Return index (n, k) int32 and distance (n, k) float32 of each point to the others."""
        if self._lists is None:
            return self._exact(self._points, own=0)
        return self._from_squared(*self._lists.among(self._k))

    def of(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return index (m, k) and distance (m, k) of other `points` (m, C) to the fitted ones."""
        if self._lists is None:
            return self._exact(points)
        return self._from_squared(*self._lists.nearest(points, self._k))

    def _from_squared(
        self, index: np.ndarray, squared: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return distances of the metric: cosine's points have length 1, so that 1 - cos = d²/2."""
        return index, squared / 2 if self._metric == "cosine" else np.sqrt(squared)

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

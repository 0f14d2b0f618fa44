"""Nearest neighbours among many points, by comparing with the likely lists only.

Each point belongs to the list of its nearest pivot; a query is compared with all points of the
lists of its nearest pivots (Sivic and Zisserman, 2003), many queries at once, so that the work is
matrix products. A walk along a graph of neighbours can't leave a cluster that it starts in, and is
the same again only on one thread.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

PROBED = 64  # lists that a query is compared with, and more until they hold ten times k points
QUERIES = 4096


class Lists:
    """Points in lists around pivots; the same points and generator give the same lists."""

    def __init__(self, points: np.ndarray, rng: np.random.Generator, threads: int = 1):
        """Take about sqrt(n) of the `points` (n, C) as pivots and put each point in a list."""
        pivots = np.sort(rng.permutation(len(points))[: max(1, int(len(points) ** 0.5))])
        self._threads = threads
        self._pivots = points[pivots]
        self._pivot_squares = _squares(self._pivots)
        own = np.concatenate(
            self._each_block(lambda block: self._to_pivots(block).argmin(axis=1), points)
        )
        self._order = np.argsort(own, kind="stable").astype(np.int32)
        self._sizes = np.bincount(own, minlength=len(pivots))
        self._starts = np.concatenate([[0], np.cumsum(self._sizes)])
        self._points = points[self._order]  # a list is then one piece of memory
        self._squares = _squares(self._points)

    def among(self, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return index (n, k) int32 and squared distance (n, k) of each point to the others."""
        near, far = self.nearest(self._points, k + 1)
        index = np.empty((len(near), k), np.int32)
        squared = np.empty((len(near), k), np.float32)
        index[self._order], squared[self._order] = _without_self(near, far, self._order)
        return index, squared

    def nearest(self, queries: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return index (m, k) int32 and squared distance (m, k) of `queries` (m, C), ascending."""
        found = self._each_block(lambda block: self._block(block, k), queries)
        return tuple(np.concatenate(part) for part in zip(*found))

    def _each_block(self, work: Callable[[np.ndarray], Any], rows: np.ndarray) -> list:
        blocks = [rows[start : start + QUERIES] for start in range(0, len(rows), QUERIES)]
        with threadpool_limits(1), ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(work, blocks))

    def _block(self, queries: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        index = np.full((len(queries), k), -1, np.int32)
        distance = np.full((len(queries), k), np.inf, np.float32)
        for probed in self._probed(queries, k):
            for number in np.flatnonzero(probed.any(axis=0) & (self._sizes > 0)):
                rows = np.flatnonzero(probed[:, number])
                self._compare(queries, rows, number, index, distance)
        order = np.lexsort((index, distance), axis=1)
        return np.take_along_axis(index, order, 1), np.take_along_axis(distance, order, 1)

    def _compare(
        self,
        queries: np.ndarray,
        rows: np.ndarray,
        number: int,
        index: np.ndarray,
        distance: np.ndarray,
    ) -> None:
        """Put the points of one list among the nearest of the queries `rows` where they are so."""
        of_list = slice(self._starts[number], self._starts[number + 1])
        here = _to(queries[rows], self._points[of_list], self._squares[of_list])
        nearer = here.min(axis=1) < distance[rows].max(axis=1)
        rows, here = rows[nearer], here[nearer]
        both = np.concatenate([distance[rows], here], axis=1)
        ids = np.concatenate(
            [index[rows], np.broadcast_to(self._order[of_list], here.shape)], axis=1
        )
        k = index.shape[1]
        best = np.argpartition(both, k - 1, axis=1)[:, :k]
        distance[rows] = np.take_along_axis(both, best, axis=1)
        index[rows] = np.take_along_axis(ids, best, axis=1)

    def _probed(self, queries: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return twice (m, pivots) bool: the nearest lists, and as many others as it takes.

        After the nearest, few points of the others are near enough to be sorted in.
        """
        order = np.argsort(self._to_pivots(queries), axis=1, kind="stable")
        before = np.cumsum(self._sizes[order], axis=1) - self._sizes[order]
        first = before < k
        wanted = (before < 10 * k) | (np.arange(order.shape[1]) < PROBED)
        return _at(order, first), _at(order, wanted & ~first)

    def _to_pivots(self, queries: np.ndarray) -> np.ndarray:
        return _to(queries, self._pivots, self._pivot_squares)


def _to(queries: np.ndarray, points: np.ndarray, squares: np.ndarray) -> np.ndarray:
    """Return squared distances (m, p) of `queries` (m, C) to `points` (p, C)."""
    distance = queries @ points.T
    distance *= -2
    distance += squares
    distance += _squares(queries)[:, None]
    return np.maximum(distance, 0, out=distance)


def _squares(rows: np.ndarray) -> np.ndarray:
    return np.einsum("ij,ij->i", rows, rows)


def _at(order: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return (m, n) bool at places instead of ranks: `order` (m, n) has the place of each rank."""
    found = np.zeros(order.shape, bool)
    np.put_along_axis(found, order, wanted, axis=1)
    return found


def _without_self(
    index: np.ndarray, distance: np.ndarray, own: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Drop `own` (n,) from each row of the k + 1 neighbours, or else the farthest neighbour."""
    same = index == own[:, None]
    same[~same.any(axis=1), -1] = True
    shape = (len(index), index.shape[1] - 1)
    return index[~same].reshape(shape), distance[~same].reshape(shape)

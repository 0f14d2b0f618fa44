"""Nearest fitted points of points that were not fitted, by comparing with the likely lists only.

Each fitted point belongs to the list of its nearest pivot; a query is compared with all points
of the lists of its nearest pivots (Sivic and Zisserman, 2003). A walk along the graph of nearest
neighbours, as pynndescent's own queries take, can't leave a cluster that it starts in.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from threadpoolctl import threadpool_limits

PROBED = 64  # lists that a query is compared with, and more until they hold ten times k points
QUERIES = 4096


class Lists:
    """Fitted points in lists around pivots; the same points and generator give the same lists."""

    def __init__(self, points: np.ndarray, rng: np.random.Generator):
        """Take about sqrt(n) of the `points` (n, C) as pivots and put each point in a list."""
        self._points = points
        self._squares = np.einsum("ij,ij->i", points, points)
        self._pivots = np.sort(rng.permutation(len(points))[: max(1, int(len(points) ** 0.5))])
        with threadpool_limits(1):
            starts = range(0, len(points), QUERIES)
            own = [self._to_pivots(points[i : i + QUERIES]).argmin(axis=1) for i in starts]
        own = np.concatenate(own)
        self._sizes = np.bincount(own, minlength=len(self._pivots))
        self._members = np.split(np.argsort(own, kind="stable"), np.cumsum(self._sizes)[:-1])

    def nearest(
        self, queries: np.ndarray, k: int, threads: int = 1
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return index (m, k) int32 and squared distance (m, k) of `queries` (m, C), ascending."""
        blocks = [queries[i : i + QUERIES] for i in range(0, len(queries), QUERIES)]
        with threadpool_limits(1), ThreadPoolExecutor(threads) as pool:
            found = list(pool.map(lambda block: self._block(block, k), blocks))
        return tuple(np.concatenate(part) for part in zip(*found))

    def _block(self, queries: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        index = np.full((len(queries), k), -1, np.int32)
        distance = np.full((len(queries), k), np.inf, np.float32)
        probed = self._probed(queries, k)
        for number, members in enumerate(self._members):
            rows = np.flatnonzero(probed[:, number])
            if len(rows) and len(members):
                here = self._to(queries[rows], members)
                both = np.concatenate([distance[rows], here], axis=1)
                ids = np.concatenate(
                    [index[rows], np.broadcast_to(members.astype(np.int32), here.shape)], axis=1
                )
                best = np.argpartition(both, k - 1, axis=1)[:, :k]
                distance[rows] = np.take_along_axis(both, best, axis=1)
                index[rows] = np.take_along_axis(ids, best, axis=1)
        order = np.lexsort((index, distance), axis=1)
        return np.take_along_axis(index, order, 1), np.take_along_axis(distance, order, 1)

    def _probed(self, queries: np.ndarray, k: int) -> np.ndarray:
        """Return (m, pivots) bool: the nearest lists of each query, as many as it takes."""
        order = np.argsort(self._to_pivots(queries), axis=1, kind="stable")
        before = np.cumsum(self._sizes[order], axis=1) - self._sizes[order]
        wanted = (before < 10 * k) | (np.arange(order.shape[1]) < PROBED)
        probed = np.zeros(order.shape, bool)
        np.put_along_axis(probed, order, wanted, axis=1)
        return probed

    def _to_pivots(self, queries: np.ndarray) -> np.ndarray:
        return self._to(queries, self._pivots)

    def _to(self, queries: np.ndarray, members: np.ndarray) -> np.ndarray:
        distance = queries @ self._points[members].T
        distance *= -2
        distance += self._squares[members]
        distance += np.einsum("ij,ij->i", queries, queries)[:, None]
        return np.maximum(distance, 0, out=distance)

"""Threads that share the work of one network.

On a CPU each thread has a twin of the network (with the same weights in memory) and torch computes
alone in it: threads that share one batch wait for each other at every layer, longest when another
process has one of the cores. On a GPU they take turns with the one network, and prepare their work
meanwhile.
"""

import queue
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import torch

from activation_atlas.networks.network import Network

Item = TypeVar("Item")
Result = TypeVar("Result")


class Workers:
    """Threads and the networks they borrow; see :func:`workers`."""

    def __init__(self, network: Network, pool: ThreadPoolExecutor, threads: int):
        self._pool, self._threads = pool, threads
        self._networks: queue.SimpleQueue[Network] = queue.SimpleQueue()
        twins = threads - 1 if network.device.type == "cpu" else 0
        for each in [network, *(network.twin() for _ in range(twins))]:
            self._networks.put(each)

    @contextmanager
    def borrowed(self) -> Iterator[Network]:
        """Yield a network that no other thread uses meanwhile."""
        network = self._networks.get()
        try:
            yield network
        finally:
            self._networks.put(network)

    def ahead(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield `work` of the items in their order, a few of them begun beforehand.

        What `work` raises is raised at the item's turn, and nothing more is begun.
        """
        begun: deque[Future] = deque()
        try:
            for item in items:
                begun.append(self._pool.submit(work, item))
                if len(begun) > 2 * self._threads:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()
        finally:
            for future in begun:
                future.cancel()


@contextmanager
def workers(network: Network, most: int) -> Iterator[Workers]:
    """Yield as many workers as torch has threads, at most `most`."""
    before = torch.get_num_threads()
    threads = max(1, min(before, most))
    torch.set_num_threads(1)
    pool = ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,))
    try:
        yield Workers(network, pool, threads)
    finally:
        pool.shutdown(cancel_futures=True)
        torch.set_num_threads(before)

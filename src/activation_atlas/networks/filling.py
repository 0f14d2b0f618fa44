"""How far a short batch is filled up, so that an image's bits don't depend on its batch mates."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from activation_atlas.networks.network import Network

Look = Callable[[Sequence[int]], Sequence[Tensor]]
"""Rows of a batch in; tensors (B, ...) out that show the last bits of what becomes of them."""


def filled(network: Network, rows: Sequence[int], whole: int, look: Look) -> list[int]:
    """Return the rows of a batch with the last one repeated as often as it takes.

    A batch of `whole` rows says what the bits are. A shorter one is taken if `look` finds the same
    in it, tried out on the rows themselves. On a GPU every batch is filled up.

    Args:
        network: Network that looks at the images.
        rows: Rows of the images asked for, at most `whole`.
        whole: Size of a whole batch.
        look: Is cheap beside what the rows are for.
    """
    count, size = len(rows), len(rows)
    if network.device.type != "cpu":
        return _repeated(rows, whole)
    exact = look(_repeated(rows, whole)) if size < whole else ()
    while size < whole and not _alike(look(_repeated(rows, size)), exact, count):
        size *= 2
    return _repeated(rows, min(size, whole))


def _repeated(rows: Sequence[int], size: int) -> list[int]:
    return [*rows, *[rows[-1]] * (size - len(rows))]


def _alike(one: Sequence[Tensor], other: Sequence[Tensor], count: int) -> bool:
    """Return whether the first `count` rows of all tensors are the same to the bit."""
    return all(torch.equal(a[:count], b[:count]) for a, b in zip(one, other, strict=True))

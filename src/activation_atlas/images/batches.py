"""Rows, some at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Row = TypeVar("Row")


def batches(rows: Iterable[Row], count: int) -> Iterator[list[Row]]:
    """Yield the rows as lists of at most `count`."""
    rows = iter(rows)
    while some := list(islice(rows, count)):
        yield some

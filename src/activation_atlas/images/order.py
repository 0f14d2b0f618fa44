"""Rows in order, however many there are: sorted runs in a temporary file, merged."""

import heapq
import pickle
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import BinaryIO

from activation_atlas.images.batches import Row, batches

HELD = 16_384
"""Rows that are sorted in memory."""
READ = 64
"""Rows of a run that are read at once: a run is in memory by so many while all are merged."""


def in_order(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows, of whatever can be compared and pickled, sorted."""
    rows = iter(rows)
    first = sorted(islice(rows, HELD))
    if len(first) < HELD:
        yield from first
        return
    with tempfile.TemporaryFile() as file:
        runs = [_write(sorted(some), file) for some in chain([first], batches(rows, HELD))]
        del first
        yield from heapq.merge(*(_read(file, *run) for run in runs))


def _write(rows: list[Row], file: BinaryIO) -> tuple[int, int]:
    """Return where a run begins and how many pieces it has."""
    start, count = file.tell(), 0
    for some in batches(rows, READ):
        pickle.dump(some, file)
        count += 1
    return start, count


def _read(file: BinaryIO, place: int, count: int) -> Iterator[Row]:
    for _ in range(count):
        file.seek(place)  # other runs were read meanwhile
        some = pickle.load(file)
        place = file.tell()
        yield from some

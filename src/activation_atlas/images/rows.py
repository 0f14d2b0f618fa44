"""The rows of a table by their numbers, whatever their order, with a few row groups in memory."""

import threading
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

KEPT = 32
"""Row groups in memory: rows are mostly wanted in order, by several threads."""


class Rows:
    """A sealed table of row groups of one length; safe to read from several threads at once."""

    def __init__(self, path: Path):
        self._path, self._facts = path, pq.read_metadata(path)
        self._length = self._facts.row_group(0).num_rows
        self._group = lru_cache(KEPT)(self._read)
        self._lock = threading.Lock()

    def value(self, column: str, row: int) -> str | int | float:
        """Return one value."""
        group, place = divmod(int(row), self._length)
        with self._lock:
            table = self._group(group)
        return table[column][place].as_py()

    def _read(self, group: int) -> pa.Table:
        with pq.ParquetFile(self._path, metadata=self._facts) as file:
            return file.read_row_group(group, use_threads=False)

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
        self._file = pq.ParquetFile(path)
        self._length = self._file.metadata.row_group(0).num_rows
        self._group = lru_cache(KEPT)(self._file.read_row_group)
        self._lock = threading.Lock()

    def value(self, column: str, row: int) -> str | int | float:
        """Return one value."""
        group, place = divmod(int(row), self._length)
        with self._lock:
            table: pa.Table = self._group(group, use_threads=False)
        return table[column][place].as_py()

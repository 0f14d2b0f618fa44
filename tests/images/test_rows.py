from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pytest

from activation_atlas.images import rows, table
from activation_atlas.images.rows import Rows

SCHEMA = pa.schema([("name", pa.string()), ("number", pa.int64())])


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """Forty rows in groups of seven, of which two are kept."""
    monkeypatch.setattr(table, "ROWS", 7)
    monkeypatch.setattr(rows, "KEPT", 2)
    with table.written(tmp_path / "rows.parquet", SCHEMA) as growing:
        growing.add_rows([(f"row {number}", number) for number in range(40)])
    return Rows(tmp_path / "rows.parquet")


def test_values_are_found_in_any_order(opened):
    for row in np.random.default_rng(0).integers(0, 40, 99):
        assert opened.value("name", row) == f"row {row}"
        assert opened.value("number", row) == row


def test_threads_find_the_same(opened):
    wanted = np.random.default_rng(0).integers(0, 40, 500).tolist()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda row: opened.value("number", row), wanted)) == wanted


def test_rows_in_order_are_read_once_a_group(opened):
    for row in range(40):
        opened.value("number", row)
    assert opened._group.cache_info().misses == 6
    assert opened._group.cache_info().currsize == 2

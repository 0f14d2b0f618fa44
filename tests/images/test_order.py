import numpy as np
import pytest

from activation_atlas.images import order
from activation_atlas.images.order import in_order


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 100, 101])
def test_rows_come_sorted_whether_they_fit_in_memory_or_not(monkeypatch, count):
    monkeypatch.setattr(order, "HELD", 10)
    monkeypatch.setattr(order, "READ", 3)
    numbers = np.random.default_rng(0).integers(0, 50, count).tolist()
    rows = [(f"name {number}", number) for number in numbers]
    assert list(in_order(iter(rows))) == sorted(rows)


def test_names_that_are_not_utf8_have_a_place(monkeypatch):
    monkeypatch.setattr(order, "HELD", 2)
    names = ["caf\udce9", "b", "a", "caf"]
    assert list(in_order(names)) == sorted(names)

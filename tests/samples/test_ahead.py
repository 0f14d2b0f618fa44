import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from activation_atlas.samples.ahead import ahead


@pytest.fixture
def pool():
    with ThreadPoolExecutor(4) as pool:
        yield pool


def test_results_keep_the_order_of_the_items(pool):
    def slower_first(item):
        time.sleep(0.002 * (10 - item))
        return item

    assert list(ahead(pool, slower_first, range(10), 4)) == list(range(10))


def test_no_more_than_so_many_are_begun(pool):
    begun = []
    results = ahead(pool, lambda item: item, (begun.append(i) or i for i in range(50)), 3)
    for done, _ in enumerate(results, 1):
        assert len(begun) <= done + 3
    assert len(begun) == 50


def test_a_failure_comes_at_its_turn_and_ends_the_work(pool):
    begun = []

    def work(item):
        begun.append(item)
        return 1 / (item - 2)

    results = ahead(pool, work, range(1000), 2)
    assert [next(results), next(results)] == [-0.5, -1.0]
    with pytest.raises(ZeroDivisionError):
        next(results)
    assert len(begun) < 10

from types import SimpleNamespace

import pytest
import torch

from activation_atlas.networks import filled

CPU = SimpleNamespace(device=torch.device("cpu"))
GPU = SimpleNamespace(device=torch.device("cuda"))


def shows_below(least):
    """Return a look at rows whose last bits differ in batches below a size."""
    return lambda rows: [torch.tensor([row + (0.5 if len(rows) < least else 0) for row in rows])]


@pytest.mark.parametrize(
    ("rows", "least", "expected"),
    [
        ([3], 1, [3]),
        ([3], 2, [3, 3]),
        ([3, 4, 5], 2, [3, 4, 5]),
        ([3, 4, 5], 5, [3, 4, 5, 5, 5, 5]),
        ([3, 4, 5], 7, [3, 4, 5, 5, 5, 5, 5]),
        (list(range(7)), 7, list(range(7))),
    ],
)
def test_a_batch_is_filled_up_until_the_bits_are_those_of_a_whole_one(rows, least, expected):
    assert filled(CPU, rows, 7, shows_below(least)) == expected


def test_a_whole_batch_is_not_tried():
    assert filled(CPU, [1, 2], 2, lambda rows: pytest.fail()) == [1, 2]


def test_on_a_gpu_every_batch_is_whole():
    assert filled(GPU, [1], 4, lambda rows: pytest.fail()) == [1, 1, 1, 1]

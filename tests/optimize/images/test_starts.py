import pytest
import torch

from activation_atlas.optimize.images.starts import normal
from activation_atlas.seeds import generator


def test_a_start_is_that_of_its_generator_alone() -> None:
    both = normal([generator("a"), generator("b")], (3, 4), 2.0)
    assert both.shape == (2, 3, 4) and both.dtype == torch.float32
    assert torch.equal(both[1:], normal([generator("b")], (3, 4), 2.0))
    assert not torch.equal(both[0], both[1])


def test_the_deviation_is_the_one_given() -> None:
    assert normal([generator("a")], (10000,), 5.0).std().item() == pytest.approx(5, rel=0.03)
    assert not normal([generator("a")], (10,), 0.0).any()

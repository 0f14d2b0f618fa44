import pytest
import torch
from torch import nn
from torch.nn import functional

from activation_atlas.networks import Rescued

RECTIFIERS = [nn.ReLU(), nn.ReLU6(), functional.relu, torch.relu, torch.Tensor.relu]


def _gradient(rectifier, source: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    source = source.clone().requires_grad_()
    (gradient,) = torch.autograd.grad((rectifier(source) * weights).sum(), source)
    return gradient


@pytest.mark.parametrize("rectifier", RECTIFIERS)
def test_outputs_stay_the_same(rectifier) -> None:
    source = torch.linspace(-9, 9, 40).reshape(2, 20)
    with Rescued():
        assert torch.equal(rectifier(source), source.clamp(min=0, max=rectifier(source).max()))


@pytest.mark.parametrize("rectifier", RECTIFIERS)
def test_only_a_blocked_image_is_led_out(rectifier) -> None:
    source = torch.tensor([[-1.0, -2.0], [-1.0, 2.0]])
    weights = torch.tensor([[1.0, -1.0], [1.0, 1.0]])
    with Rescued():
        gradient = _gradient(rectifier, source, weights)
    assert gradient.tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_a_saturated_relu6_is_led_down() -> None:
    source = torch.full((1, 2), 8.0)
    with Rescued():
        gradient = _gradient(nn.ReLU6(), source, torch.tensor([[-1.0, 1.0]]))
    assert gradient.tolist() == [[-1.0, 0.0]]


def test_other_functions_are_left_alone() -> None:
    source = torch.linspace(-3, 3, 8)[None]
    plain = functional.hardtanh(source)
    with Rescued():
        assert torch.equal(functional.hardtanh(source), plain)
        assert torch.equal(functional.gelu(source), nn.GELU()(source))


def test_it_ends_with_its_block() -> None:
    with Rescued():
        pass
    assert not _gradient(nn.ReLU(), torch.tensor([[-1.0]]), torch.ones(1, 1)).any()

import pytest
import torch
from torch import nn

from activation_atlas.networks.probing import Shape, spatial_shape, trace, without_inplace


@pytest.mark.parametrize(
    "shape, channels_last, expected",
    [
        ((1, 8, 5, 5), False, Shape(8, 5, 5, False)),
        ((1, 8, 5, 5), True, Shape(8, 5, 5, False)),
        ((1, 5, 5, 8), False, Shape(8, 5, 5, True)),
        ((1, 5, 5, 5), False, Shape(5, 5, 5, False)),
        ((1, 5, 5, 5), True, Shape(5, 5, 5, True)),
        ((1, 8, 1, 1), False, None),
        ((1, 2, 3, 4), False, None),
        ((4, 8, 5, 5), False, None),
        ((1, 49, 8), False, None),
        ((1, 8), False, None),
    ],
)
def test_spatial_shape(shape, channels_last, expected):
    assert spatial_shape(torch.zeros(shape), 1, channels_last) == expected


def test_only_tensors_are_spatial():
    assert spatial_shape((torch.zeros(1, 8, 5, 5),), 1, False) is None


def test_calls_come_in_the_order_in_which_they_end():
    net = nn.Sequential(nn.Sequential(nn.Conv2d(3, 2, 1), nn.ReLU()), nn.Flatten())
    calls, logits = trace(net, torch.zeros(1, 3, 2, 2))
    assert [call.name for call in calls] == ["0.0", "0.1", "0", "1"]
    assert calls[1].source is calls[0].output
    assert logits.shape == (1, 8)
    assert not any(module._forward_hooks for module in net.modules())


def test_without_inplace_keeps_what_a_module_is_given():
    net = without_inplace(nn.Sequential(nn.Conv2d(3, 2, 1), nn.ReLU(inplace=True)))
    calls, _ = trace(net, torch.ones(1, 3, 2, 2))
    assert calls[0].output.min() < 0 or calls[1].output.equal(calls[0].output)
    assert calls[1].output is not calls[0].output

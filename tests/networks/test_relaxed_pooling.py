import itertools

import pytest
import torch
from torch import nn
from torch.nn import functional

from activation_atlas.networks import RelaxedPooling
from activation_atlas.networks.relaxed_pooling import EPSILON

CASES = [
    dict(zip(("kernel_size", "stride", "padding", "dilation", "ceil_mode"), case))
    for case in itertools.product(
        (2, (3, 2)), (None, 1, (2, 3)), (0, 1), (1, (2, 1)), (False, True)
    )
]


def maps(seed=0, shape=(2, 3, 9, 11)):
    random = torch.Generator().manual_seed(seed)
    return torch.randn(*shape, generator=random, dtype=torch.float64).requires_grad_()


def relaxed(source, **window):
    """Window by window: mean(x²) / (ε + mean(|x|)), found by the indices of a map of numbers."""
    height, width = source.shape[2:]
    numbers = torch.arange(height * width, dtype=torch.float64).reshape(1, 1, height, width)
    size = window["kernel_size"]
    size = (size, size) if isinstance(size, int) else size
    out = functional.max_pool2d(numbers, **window).shape[2:]
    pairs = {
        name: (value, value) if isinstance(value, int) else value
        for name, value in window.items()
        if name != "ceil_mode"
    }
    stride = pairs["stride"] or size
    rows = []
    for row, column in itertools.product(range(out[0]), range(out[1])):
        places = [
            (
                row * stride[0] - pairs["padding"][0] + i * pairs["dilation"][0],
                column * stride[1] - pairs["padding"][1] + j * pairs["dilation"][1],
            )
            for i, j in itertools.product(range(size[0]), range(size[1]))
        ]
        inside = [source[:, :, y, x] for y, x in places if 0 <= y < height and 0 <= x < width]
        values = torch.stack(inside)
        rows.append(values.square().mean(0) / (EPSILON + values.abs().mean(0)))
    return torch.stack(rows, 2).reshape(*source.shape[:2], *out)


@pytest.mark.parametrize("window", CASES, ids=str)
def test_the_pool_is_the_same_and_its_gradient_that_of_the_weighted_mean(window):
    source = maps()
    plain = functional.max_pool2d(source, **window)
    with RelaxedPooling():
        pooled = functional.max_pool2d(source, **window)
    assert torch.equal(pooled, plain)
    upstream = torch.randn(plain.shape, dtype=plain.dtype)
    (found,) = torch.autograd.grad(pooled, source, upstream)
    (expected,) = torch.autograd.grad(relaxed(source, **window), source, upstream)
    torch.testing.assert_close(found, expected)


def test_equal_activations_share_the_gradient():
    source = torch.full((1, 1, 4, 4), 3.0, requires_grad=True)
    with RelaxedPooling():
        nn.MaxPool2d(2)(source).sum().backward()
    assert torch.allclose(source.grad, source.grad[0, 0, 0, 0].expand(1, 1, 4, 4))
    assert source.grad.sum().item() == pytest.approx(4, rel=0.01)


def test_padding_of_minus_infinity_is_left_out():
    source = maps()
    with RelaxedPooling():
        own = functional.max_pool2d(functional.pad(source, (1, 1, 1, 1), value=-torch.inf), 3, 2)
        padded = torch.max_pool2d(source, 3, 2, 1)
    upstream = torch.rand_like(own)
    (found,) = torch.autograd.grad(own, source, upstream)
    (expected,) = torch.autograd.grad(padded, source, upstream)
    torch.testing.assert_close(found, expected)


def test_single_maps_can_be_pooled_too():
    source = maps()
    with RelaxedPooling():
        single = nn.MaxPool2d(3, 2, 1)(source[0])
        batch = nn.MaxPool2d(3, 2, 1)(source)
    (one,) = torch.autograd.grad(single.sum(), source)
    (both,) = torch.autograd.grad(batch[0].sum(), source)
    assert torch.equal(one, both)


def test_other_functions_and_later_pools_stay_as_they_are():
    source = maps()
    (plain,) = torch.autograd.grad(functional.max_pool2d(source, 3).sum(), source)
    with RelaxedPooling():
        _, indices = functional.max_pool2d(source, 3, return_indices=True)
        assert functional.relu(source).min() == 0
    assert torch.equal(indices, functional.max_pool2d(source, 3, return_indices=True)[1])
    (later,) = torch.autograd.grad(functional.max_pool2d(source, 3).sum(), source)
    assert torch.equal(plain, later)

"""Gradients through max pools that do not depend on which of nearly equal activations wins.

A max pool sends all of its gradient to one activation of a window, however close the others are;
attributions then scatter by chance. Olah et al. 2018, "The Building Blocks of Interpretability",
attribution, let the gradient pass as if the pool were a mean of the window weighted by activation.
"""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from torch.overrides import TorchFunctionMode

EPSILON = 1e-2
"""Added to the mean activation of a window that the mean square is divided by, as in Lucid."""

_POOLS = (functional.max_pool2d, torch.max_pool2d)


class RelaxedPooling(TorchFunctionMode):
    """Within this context, max pools give the same and pass the gradient of another function.

    That is the gradient of mean(x²) / (ε + mean(|x|)) over each window, padding left out. Pools
    that also return indices, and adaptive ones, stay as they are.
    """

    def __torch_function__(
        self, function: Callable, types: object, args: tuple = (), kwargs: dict | None = None
    ) -> object:
        """Replace a max pool by a relaxed one."""
        if function not in _POOLS:
            return function(*args, **(kwargs or {}))
        return _relaxed(*args, **(kwargs or {}))


def _relaxed(
    input: Tensor,  # noqa: A002 - as torch names it
    kernel_size: int | Sequence[int],
    stride: int | Sequence[int] | None = None,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Tensor:
    stride = kernel_size if stride is None or stride == [] else stride
    window = tuple(_pair(each) for each in (kernel_size, stride, padding, dilation))
    return _Pool.apply(input, *window, ceil_mode)


class _Pool(torch.autograd.Function):
    @staticmethod
    def forward(
        context: Any,
        source: Tensor,
        size: tuple[int, int],
        stride: tuple[int, int],
        padding: tuple[int, int],
        dilation: tuple[int, int],
        ceil_mode: bool,
    ) -> Tensor:
        context.save_for_backward(source)
        context.window = size, stride, padding, dilation
        return torch.max_pool2d(source, size, stride, padding, dilation, ceil_mode)

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        (source,) = context.saved_tensors
        with torch.enable_grad():
            leaf = source.detach().requires_grad_()
            soft = _weighted_mean(leaf, context.window, gradient.shape[-2:])
            (passed,) = torch.autograd.grad(soft, leaf, gradient)
        return passed, None, None, None, None, None


def _weighted_mean(
    source: Tensor, window: tuple[tuple[int, int], ...], shape: Sequence[int]
) -> Tensor:
    """Return mean(x²) / (ε + mean(|x|)) over the window of each output place."""
    # Networks that pad by themselves pad with -∞.
    inside = source.isfinite()
    values = torch.where(inside, source, 0.0)
    count = _window_sum(inside.to(source.dtype), window, shape).clamp(min=1)
    squares, sizes = (_window_sum(each, window, shape) for each in (values.square(), values.abs()))
    return (squares / count) / (EPSILON + sizes / count)


def _window_sum(
    values: Tensor, window: tuple[tuple[int, int], ...], shape: Sequence[int]
) -> Tensor:
    """Return the sums over windows, of a map (..., height, width) of such a shape."""
    size, stride, padding, dilation = window
    spans = [(n - 1) * step + 1 for n, step in zip(shape, stride)]
    reach = [span + apart * (k - 1) for span, apart, k in zip(spans, dilation, size)]
    bottom, right = (
        max(0, most - length - pad) for most, length, pad in zip(reach, values.shape[-2:], padding)
    )
    padded = functional.pad(values, (padding[1], right, padding[0], bottom))
    parts = [
        padded[..., row : row + spans[0] : stride[0], column : column + spans[1] : stride[1]]
        for row in range(0, size[0] * dilation[0], dilation[0])
        for column in range(0, size[1] * dilation[1], dilation[1])
    ]
    return sum(parts[1:], parts[0])


def _pair(value: int | Sequence[int]) -> tuple[int, int]:
    both = (value, value) if isinstance(value, int) else tuple(value)
    return both * 2 if len(both) == 1 else both

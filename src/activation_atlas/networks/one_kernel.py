"""The same kernels whatever the batch: an image's bits don't depend on how many come along.

On a CPU, PyTorch takes other kernels for few images than for many, and their last bits differ:

- Pointwise convolutions of less than 16 images go past oneDNN where torch computes in one thread.
  A dilated one never does, and a kernel of one place reads the same however it is dilated.
- So do convolutions of one small image. Computed twice, it is no longer alone.
- MKL multiplies a few rows by a matrix in another order than many.

What is left are sums over an image that lies in memory otherwise when it is alone, and elements
that a vector doesn't fill: see :mod:`activation_atlas.networks.filling`.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional
from torch.overrides import TorchFunctionMode

SMALL = 20480  # elements of one image, up to which PyTorch convolves it alone without oneDNN
LEAST_ROWS = 4  # measured: from here on a row's product is the same however many there are


class OneKernel(TorchFunctionMode):
    """Within this context, convolutions and linear layers compute an image as in any batch."""

    def __torch_function__(
        self, function: Callable, types: object, args: tuple = (), kwargs: dict | None = None
    ) -> object:
        """Replace convolutions and linear layers by the same ones of a settled kernel."""
        settled = _SETTLED.get(function, function)
        return settled(*args, **(kwargs or {}))


def _conv2d(
    input: Tensor,  # noqa: A002 - as torch names it
    weight: Tensor,
    bias: Tensor | None = None,
    stride: object = 1,
    padding: object = 0,
    dilation: object = 1,
    groups: int = 1,
) -> Tensor:
    dilation = 2 if weight.shape[2:] == (1, 1) else dilation
    alone = input.ndim == 4 and len(input) == 1 and groups == 1 and input.numel() <= SMALL
    shown = input.expand(2, -1, -1, -1) if alone else input
    found = torch.conv2d(shown, weight, bias, stride, padding, dilation, groups)
    return found[:1] if alone else found


def _linear(
    input: Tensor,  # noqa: A002 - as torch names it
    weight: Tensor,
    bias: Tensor | None = None,
) -> Tensor:
    rows = len(input)
    if input.ndim != 2 or rows >= LEAST_ROWS:
        return functional.linear(input, weight, bias)
    more = input[-1:].expand(LEAST_ROWS - rows, -1)
    return functional.linear(torch.cat([input, more]), weight, bias)[:rows]


_SETTLED = {torch.conv2d: _conv2d, functional.linear: _linear}

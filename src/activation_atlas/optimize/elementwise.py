"""Functions of single numbers whose results depend on the number alone, to the last bit."""

from collections.abc import Callable

from torch import Tensor
from torch.nn import functional

LANES = 64  # a multiple of how many numbers the loops of CPUs take at once


def alike(function: Callable[[Tensor], Tensor], values: Tensor) -> Tensor:
    """Return an elementwise function of values of any shape, rounded alike at every place.

    On a CPU the last numbers of a tensor, too few to fill a vector, go through another
    implementation of exp, log or arctan, which rounds differently. What stands last depends on
    the batch, so an image's bytes would. Here the last numbers are never too few.
    """
    flat = values.reshape(-1)
    filled = functional.pad(flat, (0, -len(flat) % LANES))
    return function(filled)[: len(flat)].view(values.shape)

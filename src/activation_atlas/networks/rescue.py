"""Gradients for images that no rectifier lets through.

A unit that is zero everywhere gives no gradient, so that its picture never leaves its start. Lucid
(Olah et al. 2017) lets the gradient of such an image pass where it pushes an activation up.
"""

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from torch.overrides import TorchFunctionMode

_RECTIFIERS = {
    functional.relu: None,
    functional.relu_: None,
    torch.relu: None,
    torch.relu_: None,
    Tensor.relu: None,
    Tensor.relu_: None,
    functional.relu6: 6.0,
    functional.hardtanh: 6.0,
}
"""Largest output of each rectifier; a hard tanh counts as one only where it is a ReLU6."""


class Rescued(TorchFunctionMode):
    """Within this context, rectifiers lead blocked images out of their dead zone.

    Acts on each image for itself, and only where the rectifier would block all of its gradient.
    """

    def __torch_function__(
        self, function: Callable, types: object, args: tuple = (), kwargs: dict | None = None
    ) -> object:
        """Replace a rectifier by one that gives the same and passes more gradients."""
        kwargs = kwargs or {}
        if function not in _RECTIFIERS or not _is_rectifier(function, args, kwargs):
            return function(*args, **kwargs)
        source = args[0] if args else kwargs["input"]
        return _Rectifier.apply(source, _RECTIFIERS[function])


def _is_rectifier(function: object, args: tuple, kwargs: dict) -> bool:
    if function is not functional.hardtanh:
        return True
    limits = [*args[1:3], *(kwargs[name] for name in ("min_val", "max_val") if name in kwargs)]
    return [float(limit) for limit in limits] == [0.0, 6.0]


class _Rectifier(torch.autograd.Function):
    @staticmethod
    def forward(context: Any, source: Tensor, most: float | None) -> Tensor:
        context.save_for_backward(source)
        context.most = most
        return source.clamp(min=0, max=most)

    @staticmethod
    def backward(context: Any, gradient: Tensor) -> tuple[Tensor, None]:
        (source,) = context.saved_tensors
        most = math.inf if context.most is None else context.most
        passed = torch.ops.aten.hardtanh_backward(gradient, source, 0.0, most)
        blocked = ~passed.any(dim=tuple(range(1, source.ndim)), keepdim=True)
        if not blocked.any():
            return passed, None
        helpful = ((source <= 0) & (gradient > 0)) | ((source >= most) & (gradient < 0))
        return torch.where(blocked, gradient * helpful, passed), None

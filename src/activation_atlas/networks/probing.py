"""One look at a network in action: which modules run, in which order, and what they give."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Call:
    """One call of a named module; `source` and `output` are kept so that identity tells more."""

    name: str
    module: nn.Module
    source: object
    output: object


@dataclass(frozen=True)
class Shape:
    """Shape of a spatial output, and whether its channels come last."""

    channels: int
    height: int
    width: int
    channels_last: bool


@torch.no_grad()
def trace(model: nn.Module, images: Tensor) -> tuple[list[Call], Tensor]:
    """Return the calls of all named modules in the order in which they end, and the logits.

    `images` (B, 3, H, W) are given to the network as they are.
    """
    calls: list[Call] = []

    def record(name: str) -> torch.utils.hooks.RemovableHandle:
        def hook(module: nn.Module, arguments: tuple, output: object) -> None:
            calls.append(Call(name, module, arguments[0] if arguments else None, output))

        return model.get_submodule(name).register_forward_hook(hook)

    handles = [record(name) for name, _ in model.named_modules() if name]
    try:
        logits = model(images)
    finally:
        for handle in handles:
            handle.remove()
    return calls, logits


def spatial_shape(output: object, batch: int, channels_last: bool) -> Shape | None:
    """Return the shape of a module's output for square images, or None if it is not spatial.

    Which axis holds the channels shows in the two equal ones; `channels_last` decides where all
    three are equal. A single position is not spatial.
    """
    if not (isinstance(output, Tensor) and output.ndim == 4 and len(output) == batch):
        return None
    first, second, third = output.shape[1:]
    if second == third and not (channels_last and first == second):
        shape = Shape(first, second, third, False)
    elif first == second:
        shape = Shape(third, first, second, True)
    else:
        return None
    return shape if shape.height > 1 else None


def gives_channels_last(model: nn.Module) -> bool:
    """Say whether the network declares outputs of shape (B, H, W, C)."""
    return str(getattr(model, "output_fmt", "NCHW")).endswith("NHWC")


def without_inplace(model: nn.Module) -> nn.Module:
    """Return the network with its modules told not to overwrite what they are given."""
    for module in model.modules():
        if getattr(module, "inplace", False):
            module.inplace = False
    return model

"""Layers by name: what a name stands for, which layers are spatial, which ones to start with."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn

from activation_atlas.errors import AtlasError, nearest
from activation_atlas.networks import zoo
from activation_atlas.networks.probing import (
    Call,
    Shape,
    gives_channels_last,
    spatial_shape,
    trace,
    without_inplace,
)

COARSEST_START = 4  # pixels a position; finer layers hold little beside edges and colours


@dataclass(frozen=True)
class Layer:
    """A spatial layer of a network at the network's own input size."""

    name: str
    channels: int
    height: int
    width: int
    stride: int
    """Pixels of the input a position."""
    trunk: bool
    """One of the modules that follow one another, not a part of one."""
    suggested: bool
    """One of a few that are enough for a first look: the last block of each resolution."""


def layer_table(name: str) -> list[Layer]:
    """Return all spatial layers of the network called `name`, in order of computation.

    No weights are needed. Modules called more than once are left out.

    Raises:
        AtlasError: there is no such network.
    """
    architecture = zoo.find(name)
    size = zoo.input_format(architecture).size
    model = without_inplace(zoo.build(architecture))
    calls, _ = trace(model, torch.zeros(1, 3, size, size))
    trunk, marked = _trunk(model), suggested(model, name, calls)
    table = []
    for call, shape in _spatial(model, calls):
        shown = display_name(name, call.name)
        table.append(
            Layer(
                shown,
                shape.channels,
                shape.height,
                shape.width,
                stride(size, shape.height),
                trunk=call.name in trunk,
                suggested=shown in marked,
            )
        )
    return table


def suggested(model: nn.Module, network: str, calls: Sequence[Call]) -> list[str]:
    """Return the last block of each resolution, or the last plain layer where there is no block.

    Layers finer than `COARSEST_START` pixels a position are left out where there are coarser ones.
    """
    trunk = _trunk(model)
    size = calls[0].source.shape[-1]
    chosen: dict[int, str] = {}
    blocks: set[int] = set()
    for call, shape in _spatial(model, calls):
        if call.name not in trunk or _drops_detail(call.module):
            continue
        block = _is_block(call.module)
        if block or shape.height not in blocks:
            chosen[shape.height] = display_name(network, call.name)
        if block:
            blocks.add(shape.height)
    coarse = {height: name for height, name in chosen.items() if size / height >= COARSEST_START}
    return list((coarse or chosen).values())


def module_name(model: nn.Module, network: str, layer: str) -> str:
    """Return the name of the module that `layer` stands for.

    Raises:
        AtlasError: the network has no such layer; names the nearest ones.
    """
    names = [name for name, _ in model.named_modules() if name]
    aliases = {display_name(network, name): name for name in names}
    if layer in names:
        return layer
    if layer in aliases:
        return aliases[layer]
    raise AtlasError(
        f"'{network}' has no layer '{layer}'.{nearest(layer, dict.fromkeys([*aliases, *names]))}"
        f" `activation-atlas layers {network} --all` lists them."
    )


def display_name(network: str, module: str) -> str:
    """Return the name that the papers give to a module: GoogLeNet's mixed4c for inception4c."""
    if network == "googlenet" and module.startswith("inception"):
        return "mixed" + module.removeprefix("inception")
    return module


def stride(size: int, height: int) -> int:
    """Return how many pixels of an input of `size` one of `height` positions stands for."""
    return max(1, round(size / height))


def _spatial(model: nn.Module, calls: Sequence[Call]) -> list[tuple[Call, Shape]]:
    times = Counter(call.name for call in calls)
    last = gives_channels_last(model)
    shapes = ((call, spatial_shape(call.output, 1, last)) for call in calls)
    return [(call, shape) for call, shape in shapes if shape and times[call.name] == 1]


def _trunk(model: nn.Module, prefix: str = "") -> set[str]:
    """Return the modules that follow one another from the input on, opened sequences left out."""
    names: set[str] = set()
    for name, child in model.named_children():
        if type(child) in (nn.Sequential, nn.ModuleList):
            names |= _trunk(child, f"{prefix}{name}.")
        else:
            names.add(prefix + name)
    return names


def _is_block(module: nn.Module) -> bool:
    return sum(isinstance(part, nn.Conv2d | nn.Linear) for part in module.modules()) > 1


def _drops_detail(module: nn.Module) -> bool:
    return any(word in type(module).__name__ for word in ("Pool", "Dropout"))

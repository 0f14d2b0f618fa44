"""Batch norms folded into the convolutions before them: same outputs, fewer passes over memory."""

import copy
from collections import Counter
from collections.abc import Collection, Sequence

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from activation_atlas.networks.probing import Call


class FoldedNorm(nn.Module):
    """What is left of a norm with an activation built in, under the same names."""

    def __init__(self, norm: nn.Module):
        super().__init__()
        for name, child in norm.named_children():
            self.add_module(name, child)

    def forward(self, x: Tensor) -> Tensor:
        """Apply what the norm applied after normalizing."""
        for child in self.children():
            x = child(x)
        return x


def pairs(calls: Sequence[Call], kept: Collection[str]) -> list[tuple[str, str]]:
    """Return (convolution, batch norm) names where the norm is given the convolution's output.

    Left out: modules called more than once, and convolutions whose output is that of a module in
    `kept`, since folding would change it.
    """
    times = Counter(call.name for call in calls)
    shown = {id(call.output) for call in calls if call.name in kept}
    convolutions = {
        id(call.output): call.name
        for call in calls
        if isinstance(call.module, nn.Conv2d) and times[call.name] == 1
    }
    return [
        (convolutions[id(call.source)], call.name)
        for call in calls
        if isinstance(call.module, _BatchNorm)
        and call.module.track_running_stats
        and times[call.name] == 1
        and id(call.source) in convolutions
        and id(call.source) not in shown
    ]


def fold(model: nn.Module, found: Sequence[tuple[str, str]]) -> nn.Module:
    """Return a copy of the network in which each pair is one convolution."""
    folded = copy.deepcopy(model)
    for convolution, norm in found:
        _fold_pair(folded.get_submodule(convolution), folded.get_submodule(norm))
        folded.set_submodule(norm, FoldedNorm(folded.get_submodule(norm)))
    return folded


@torch.no_grad()
def _fold_pair(convolution: nn.Conv2d, norm: _BatchNorm) -> None:
    scale = (norm.running_var.double() + norm.eps).rsqrt()
    if norm.weight is not None:
        scale = scale * norm.weight.double()
    bias = -norm.running_mean.double() * scale
    if convolution.bias is not None:
        bias = bias + convolution.bias.double() * scale
    if norm.bias is not None:
        bias = bias + norm.bias.double()
    weight = convolution.weight.double() * scale.reshape(-1, 1, 1, 1)
    dtype = convolution.weight.dtype
    convolution.weight = nn.Parameter(weight.to(dtype), requires_grad=False)
    convolution.bias = nn.Parameter(bias.to(dtype), requires_grad=False)

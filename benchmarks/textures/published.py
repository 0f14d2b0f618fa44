"""Gatys' loop, ported plainly: all of VGG-19 computed and kept, L-BFGS of PyTorch, float32.

The same layers, terms and weights as this project's, without its term for colours.

usage: published.py SOURCE SIZE ITERATIONS TEXTURE.npy
"""

import resource
import sys
import time

import numpy as np
import torch
from common import LAYERS, source_of
from torch import nn
from torchvision.models import vgg19

from activation_atlas.networks.device import REFERENCE
from activation_atlas.networks.vgg import MEAN, STD, load_vgg, steps


def network() -> nn.ModuleList:
    """Return torchvision's VGG-19 up to pool5, with average pooling and frozen random weights."""
    with torch.device("meta"):
        features = vgg19().features
    features = features.to_empty(device="cpu")
    kernels = load_vgg("random", None, 0, REFERENCE).kernels
    convolutions = [module for module in features if isinstance(module, nn.Conv2d)]
    for module, (weight, bias) in zip(convolutions, kernels.values(), strict=True):
        module.weight.data, module.bias.data = weight, bias
    modules = [nn.AvgPool2d(2) if isinstance(one, nn.MaxPool2d) else one for one in features]
    return nn.ModuleList(modules).requires_grad_(False)


def all_activations(modules: nn.ModuleList, image: torch.Tensor) -> dict[str, torch.Tensor]:
    """Return every layer's activation by its name."""
    names, kept = iter(name for name, _ in steps()), {}
    mean, std = (torch.tensor(values)[:, None, None] for values in (MEAN, STD))
    x = (image - mean) / std
    for module in modules:
        x = module(x)
        if not isinstance(module, nn.Conv2d):
            kept[next(names)] = x
    return kept


def gram(activation: torch.Tensor) -> torch.Tensor:
    """Return the Gram matrix by a batched product."""
    flat = activation.flatten(2)
    return torch.bmm(flat, flat.transpose(1, 2)) / flat.shape[2]


def main(name: str, size: str, iterations: str, texture: str) -> None:
    """Synthesize, save, print the peak memory in MB and the seconds an iteration."""
    modules, source = network(), source_of(name, int(size))
    shown = (torch.from_numpy(source).permute(2, 0, 1)[None].float() / 255).contiguous()
    with torch.no_grad():
        found = all_activations(modules, shown)
        targets = {layer: gram(found[layer]) for layer in LAYERS}
    torch.manual_seed(0)
    image = (shown.mean((2, 3), keepdim=True) + 0.1 * torch.randn_like(shown)).requires_grad_()
    optimizer = torch.optim.LBFGS([image], max_iter=1, history_size=20)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        found = all_activations(modules, image)
        loss = sum(
            (gram(found[layer]) - target).square().sum() / target.square().sum()
            for layer, target in targets.items()
        )
        loss.backward()
        return loss

    optimizer.step(closure)
    start = time.perf_counter()
    for _ in range(int(iterations)):
        optimizer.step(closure)
    seconds = (time.perf_counter() - start) / int(iterations)
    levels = (image.detach()[0].permute(1, 2, 0) * 255).round().clamp(0, 255)
    np.save(texture, levels.to(torch.uint8).numpy())
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])

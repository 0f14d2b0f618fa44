"""How much of an image one place of a layer sees."""

import torch
from torch import Tensor

from activation_atlas.networks.network import Network

IMAGES = 8  # dead units hide parts of the field in one image, hardly in all of them
SHARE = 0.995  # of the gradient's energy; the rest is spread thin


def receptive_field(network: Network, layer: str, size: int) -> float:
    """Return the side in pixels of the square that the central place of `layer` depends on.

    The square around the place that holds nearly all of the energy of its gradient, in noise
    images of `size` pixels (Luo et al. 2016, "Understanding the Effective Receptive Field").
    """
    noise = torch.rand(IMAGES, 3, size, size, generator=torch.Generator().manual_seed(0))
    images = noise.to(network.device).requires_grad_()
    maps = network.activations(images)[layer]
    place = maps.shape[2] // 2
    (gradient,) = torch.autograd.grad(maps[:, :, place, place].square().sum(), images)
    energy = gradient.square().sum((0, 1)).flatten().cpu().double()
    distance = _distance(size, (place + 0.5) * size / maps.shape[2])
    order = distance.argsort()
    within = energy[order].cumsum(0) < SHARE * energy.sum()
    return 2 * distance[order][min(int(within.sum()), size**2 - 1)].item()


def _distance(size: int, centre: float) -> Tensor:
    """Return how far each pixel lies from the centre, along the farther axis, (size²,)."""
    away = (torch.arange(size) + 0.5 - centre).abs()
    return torch.maximum(away[:, None], away[None]).flatten()

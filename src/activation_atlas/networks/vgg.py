"""VGG-19's convolutions with average pooling: RGB in, the activations that textures compare.

Simonyan and Zisserman 2015; average pooling, any image size and the names conv1_1 … pool5 are
those of Gatys et al. 2015. ``convN_M`` is the activation after the ReLU.
"""

import hashlib
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional

from activation_atlas import seeds
from activation_atlas.errors import AtlasError
from activation_atlas.networks import device as devices
from activation_atlas.networks import zoo
from activation_atlas.networks.device import Device
from activation_atlas.networks.download import fetched
from activation_atlas.networks.state_file import read_state

BLOCKS = ((2, 64), (2, 128), (4, 256), (4, 512), (4, 512))
"""Convolutions and channels before each pooling."""
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Statistics of the RGB that torchvision's weights were trained on; random ones take the same."""

Kernel = tuple[Tensor, Tensor]
"""A convolution's weight (out, in, 3, 3) and bias (out,)."""
Kind = Literal["convolution", "pooling"]
Edges = Literal["constant", "replicate", "circular"]
"""What lies beyond an image's edges: zeros, its outermost places again, or its opposite edge."""


class Vgg:
    """The convolution part, frozen.

    Attributes:
        name: "vgg19".
        digest: SHA-256 of the weights.
        kernels: Weight and bias of each convolution by its name, float32.
        layers: All names in the order of computation.
        channels: Channels by layer.
        device: Device where it is computed.
        dtype: Type of the weights and of everything between them.
        edges: What lies beyond those of images.
    """

    name = "vgg19"

    def __init__(self, kernels: Mapping[str, Kernel], device: Device, edges: Edges = "constant"):
        self.kernels, self._device, self.edges = dict(kernels), device, edges
        self.device, self.dtype = device.device, device.dtype
        self.digest = _digest(kernels)
        self.layers = tuple(name for name, _ in steps())
        self.channels = {name: BLOCKS[_block(name)][1] for name in self.layers}
        self._ready = {
            name: tuple(part.to(self.device, self.dtype) for part in kernel)
            for name, kernel in self.kernels.items()
        }
        self._mean, self._std = (
            torch.tensor(values, device=self.device)[:, None, None] for values in (MEAN, STD)
        )

    def activations(
        self, images: Tensor, layers: Collection[str], circular: bool = False
    ) -> dict[str, Tensor]:
        """Return the activations (B, C, h, w), float32, of the given layers.

        Nothing after the last of them is computed; differentiable with respect to `images`.

        Args:
            images: (B, 3, H, W) RGB in [0, 1], of any size that leaves every layer a place.
            layers: Some of `layers`.
            circular: Whether images go on at their opposite edge instead.
        """
        wanted, found = set(layers), {}
        edges = "circular" if circular else self.edges
        x = (images.to(self.device) - self._mean) / self._std
        x = x.to(self.dtype).contiguous(memory_format=self._device.memory_format)
        for name, kind in steps():
            if kind == "pooling":
                x = functional.avg_pool2d(x, 2)
            else:
                x = functional.relu_(_convolved(x, *self._ready[name], edges))
            if name in wanted:
                found[name] = x.float()
            if len(found) == len(wanted):
                break
        return found

    def path(self, layer: str) -> list[Kind]:
        """Return what an image goes through on its way to a layer, in order."""
        names = [name for name, _ in steps()]
        return [kind for _, kind in list(steps())[: names.index(layer) + 1]]

    def receptive_field(self, layer: str) -> int:
        """Return the side in pixels of the square that a place of a layer depends on."""
        field, jump = 1, 1
        for kind in self.path(layer):
            field += jump * (1 if kind == "pooling" else 2)
            jump *= 2 if kind == "pooling" else 1
        return field

    def stride(self, layer: str) -> int:
        """Return how many pixels lie between neighbouring places of a layer."""
        return 2 ** self.path(layer).count("pooling")

    def batch_of(self, height: int, width: int) -> int:
        """Return how many pictures of a size are optimized at once, by the size alone.

        On a CPU one: measured, a batch saves a tenth a picture, and one picture alone would have to
        be computed as a whole batch.
        """
        if self.device.type == "cpu":
            return 1
        return max(1, round(self._device.micro_batch / 4 * 128**2 / (height * width)))


def steps() -> Iterator[tuple[str, Kind]]:
    """Yield the name and the kind of every step of the network."""
    for block, (count, _) in enumerate(BLOCKS, 1):
        for number in range(1, count + 1):
            yield f"conv{block}_{number}", "convolution"
        yield f"pool{block}", "pooling"


def load_vgg(weights: str, file: str | None, seed: int, device: Device) -> Vgg:
    """Return VGG-19 with downloaded weights, those of a file, or random ones.

    Random ones see an image's outermost places again beyond its edges: no bias of theirs has
    learned to expect the zeros, and a frame of them would be a large part of a small source's
    statistics.

    Args:
        weights: ``download``, ``file`` or ``random``.
        file: torchvision's state dict, for ``file``; its classifier may be missing.
        seed: Seed of random weights.
        device: Device where it is computed.

    Raises:
        AtlasError: the weights can't be had or are not VGG-19's.
    """
    if weights == "random":
        return Vgg(_random(seed), device, "replicate")
    if weights == "download":
        file = str(fetched(zoo.find("vgg19")))
    if not file:
        raise AtlasError(
            "texture_network.weights is file, but texture_network.file is not set; set it to"
            " torchvision's state dict of vgg19 (.pth, .pt or .safetensors)."
        )
    return Vgg(_from_state(read_state(file), file), device)


def normalized(vgg: Vgg, images: Sequence[Tensor], device: Device) -> Vgg:
    """Return the network with each filter's mean activation 1 over images and places.

    Gatys et al. 2015, "Texture Synthesis", section 2. A filter divided by its mean, and the next
    convolution's weights for it multiplied by the same, leave what the network computes unchanged
    but for the scale of each channel, since ReLU and average pooling scale along. A filter that
    is silent on all images stays as it is.

    Args:
        vgg: Network to normalize.
        images: (3, H, W) RGB in [0, 1] each.
        device: Device where the new network is computed.
    """
    means = _means(vgg, images)
    kernels, before = {}, torch.ones(3)
    for name, (weight, bias) in vgg.kernels.items():
        scale = torch.where(means[name] > 0, means[name], 1.0)
        kernels[name] = (
            weight * before[:, None, None] / scale[:, None, None, None],
            bias / scale,
        )
        before = scale
    return Vgg(kernels, device, vgg.edges)


@torch.no_grad()
def _means(vgg: Vgg, images: Sequence[Tensor]) -> dict[str, Tensor]:
    total = {name: torch.zeros(vgg.channels[name], dtype=torch.float64) for name in vgg.kernels}
    exact = Vgg(vgg.kernels, devices.REFERENCE, vgg.edges)
    for image in images:
        for name, activation in exact.activations(image[None], vgg.kernels).items():
            total[name] += activation.double().mean((0, 2, 3)) / len(images)
    return {name: mean.float() for name, mean in total.items()}


def _convolved(x: Tensor, weight: Tensor, bias: Tensor, edges: Edges) -> Tensor:
    if edges == "constant":
        return functional.conv2d(x, weight, bias, padding=1)
    return functional.conv2d(functional.pad(x, (1, 1, 1, 1), mode=edges), weight, bias)


def _block(name: str) -> int:
    """Return the number of a layer's block, from 0."""
    return int(name.removeprefix("conv").removeprefix("pool")[0]) - 1


def _shapes() -> dict[str, tuple[int, ...]]:
    """Return the shape of every convolution's weight by its name."""
    shapes, source = {}, 3
    for name, kind in steps():
        if kind == "convolution":
            channels = BLOCKS[_block(name)][1]
            shapes[name] = (channels, source, 3, 3)
            source = channels
    return shapes


def _random(seed: int) -> dict[str, Kernel]:
    """Return Kaiming-normal weights and no bias, by seed and name alone."""
    kernels = {}
    for name, shape in _shapes().items():
        noise = seeds.generator(seed, "weights", "vgg19", name).standard_normal(shape, "float32")
        deviation = math.sqrt(2 / math.prod(shape[1:]))
        kernels[name] = (torch.from_numpy(noise) * deviation, torch.zeros(shape[0]))
    return kernels


def _from_state(state: Mapping[str, Tensor], file: str) -> dict[str, Kernel]:
    """Return the convolutions of torchvision's state dict, which numbers ReLUs and pools along."""
    kernels, number = {}, 0
    shapes = _shapes()
    for name, kind in steps():
        if kind == "pooling":
            number += 1
            continue
        weight, bias = (state.get(f"features.{number}.{part}") for part in ("weight", "bias"))
        if weight is None or bias is None or tuple(weight.shape) != shapes[name]:
            raise AtlasError(
                f"{file} does not hold VGG-19: features.{number}.weight of shape {shapes[name]}"
                " is missing; give torchvision's state dict of vgg19."
            )
        kernels[name] = (weight.float(), bias.float())
        number += 2
    return kernels


def _digest(kernels: Mapping[str, Kernel]) -> str:
    total = hashlib.sha256()
    for name, kernel in kernels.items():
        total.update(name.encode())
        for part in kernel:
            total.update(part.detach().cpu().contiguous().numpy().data)
    return total.hexdigest()

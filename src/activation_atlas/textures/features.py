"""The network whose Gram matrices are matched, as the settings name it."""

from collections.abc import Collection
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from activation_atlas.images.photos import Photos
from activation_atlas.images.whole import fitted, whole_photo
from activation_atlas.networks import device as devices
from activation_atlas.networks.filter_bank import LAYER, FilterBank
from activation_atlas.networks.vgg import load_vgg, normalized
from activation_atlas.raster import to_rgb
from activation_atlas.settings import DeviceSettings, TextureNetworkSettings

MEASURED = 256
"""Longer side in pixels of the photos over which filters are normalized."""

TEXTURE_LAYERS = {
    "random": ("conv1_1", "conv2_1", "conv3_1", "conv4_1"),
    "trained": ("conv1_1", "pool1", "pool2", "pool3", "pool4"),
    "filter_bank": (LAYER,),
}
"""Layers whose Gram matrices make a texture: of random VGG-19, tried here; of the trained one,
those of Gatys et al. 2015's example."""


class Features(Protocol):
    """What textures need of a network: :class:`Vgg` and :class:`FilterBank` have it."""

    name: str
    digest: str
    layers: tuple[str, ...]
    channels: dict[str, int]
    device: torch.device
    dtype: torch.dtype

    def activations(
        self, images: Tensor, layers: Collection[str], circular: bool = False
    ) -> dict[str, Tensor]:
        """Return the activations (B, C, h, w), float32, of images (B, 3, H, W) in [0, 1]."""
        ...

    def path(self, layer: str) -> list[str]:
        """Return the steps to a layer, each a "convolution" or a "pooling"."""
        ...

    def receptive_field(self, layer: str) -> int:
        """Return the side in pixels of what a place of a layer depends on."""
        ...

    def stride(self, layer: str) -> int:
        """Return how many pixels lie between neighbouring places of a layer."""
        ...

    def batch_of(self, height: int, width: int) -> int:
        """Return how many pictures of a size are optimized at once."""
        ...


def load_features(settings: TextureNetworkSettings, device: DeviceSettings) -> Features:
    """Return the network of the settings, ready for use.

    With ``dtype: auto`` it computes in bfloat16 where the hardware does so natively: the images
    and their Gram matrices stay in float32. Trained filters are normalized over the sample photos.

    Raises:
        AtlasError: the weights or the device can't be had.
    """
    resolved = devices.resolve_fast(device)
    if settings.name == "filter_bank":
        return FilterBank(resolved, settings.seed)
    vgg = load_vgg(settings.weights, settings.file, settings.seed, resolved)
    return vgg if settings.weights == "random" else normalized(vgg, _photos(), resolved)


def texture_layers(settings: TextureNetworkSettings) -> tuple[str, ...]:
    """Return the layers that make a texture unless the config names others."""
    if settings.name == "filter_bank":
        return TEXTURE_LAYERS["filter_bank"]
    return TEXTURE_LAYERS["random" if settings.weights == "random" else "trained"]


def _photos() -> list[Tensor]:
    names = [item.key for item in Photos().listing().items]
    photos = (fitted(whole_photo(name, max_pixels=10**8), MEASURED) for name in names)
    return [to_rgb(np.ascontiguousarray(photo)[None])[0] for photo in photos]

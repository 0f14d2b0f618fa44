"""The network, the device and the images: what every run begins with."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from activation_atlas.settings.types import Count, Fraction, Once, Weights, strict

DEFAULT_NETWORK, DEFAULT_LAYERS = "efficientnet_lite0", ["blocks.6.0", "blocks.4.2"]


@dataclass(frozen=True, config=strict)
class NetworkSettings:
    """The classifier that is looked into."""

    name: str = DEFAULT_NETWORK
    """Any torchvision or timm model."""
    weights: Weights = "package"
    """package: shipped with a Python package; download: fetched by torchvision or timm;
    file: a state dict on disk; random: seeded noise."""
    file: str | None = None
    """The state dict (.pth, .pt or .safetensors) for ``weights: file``."""
    classes: str | None = None
    """A text file with one class name a line; ImageNet's names are known."""
    layers: Annotated[list[str], Field(min_length=1), Once] = Field(
        default_factory=DEFAULT_LAYERS.copy
    )
    """Spatial layers, as ``activation-atlas layers NETWORK`` lists them."""
    seed: int = 0
    """Seed of ``weights: random``."""


@dataclass(frozen=True, config=strict)
class DeviceSettings:
    """Where and how tensors are computed; only the dtype shows in results."""

    name: str = "auto"
    """auto, cpu, cuda, cuda:1, mps: auto takes a GPU where there is one."""
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    """auto: float32; bfloat16 is faster where the hardware has it, but blurs attributions."""
    micro_batch: Literal["auto"] | Count = "auto"
    """Images computed at once: auto fits the cache of a CPU (which takes at least 16) and fills a
    GPU."""


@dataclass(frozen=True, config=strict)
class ImagesSettings:
    """The images whose activations are sampled."""

    source: Literal["photos", "folder", "tar"] = "photos"
    """photos: sample photos of scikit-image and scikit-learn; folder: class folders;
    tar: WebDataset shards."""
    path: str | None = None
    """The folder of class folders, or the folder of .tar shards."""
    crops: Count = 1
    """Random resized crops of each image; 1 means one central square."""
    crop_scale: tuple[Fraction, Fraction] = (0.1, 0.6)
    """Smallest and largest share of an image's area that a random crop covers."""
    limit: Count | None = None
    """At most this many images, chosen at random (all by default)."""
    max_pixels: Count = 100_000_000
    """Larger images are listed as unreadable."""
    size: Count | None = None
    """Side in pixels of the square given to the network; by default the network's own."""

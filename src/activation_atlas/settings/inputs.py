"""The network, the device and the images: what every run begins with."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from activation_atlas.settings.types import Count, Fraction, Once, Weights, strict

DEFAULT_NETWORK, DEFAULT_LAYERS = "efficientnet_lite0", ["blocks.6.0", "blocks.4.2"]


@dataclass(frozen=True, config=strict)
class NetworkSettings:
    """Classifier that is looked into."""

    name: str = DEFAULT_NETWORK
    """Name of the network: any torchvision or timm model."""
    weights: Weights = "package"
    """Weights of the network. package: shipped with a Python package; download: fetched by
    torchvision or timm; file: a state dict on disk; random: seeded noise."""
    file: str | None = None
    """State dict (.pth, .pt or .safetensors), for ``weights: file``."""
    classes: str | None = None
    """Text file with one class name a line; ImageNet's names are known without it."""
    layers: Annotated[list[str], Field(min_length=1), Once] = Field(
        default_factory=DEFAULT_LAYERS.copy
    )
    """Spatial layers, as ``activation-atlas layers`` lists them; the page opens on the first."""
    seed: int = 0
    """Seed of random weights."""


@dataclass(frozen=True, config=strict)
class DeviceSettings:
    """Device that tensors are computed on; of its settings only the dtype shows in results."""

    name: str = "auto"
    """Name of the device: cpu, cuda, cuda:1, mps; auto takes a GPU where there is one."""
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    """Type of numbers in the network. auto: float32; bfloat16 is faster where the hardware has it,
    but blurs attributions."""
    micro_batch: Literal["auto"] | Count = "auto"
    """Images that are computed at once; auto fits the cache of a CPU (which takes at least 16) and
    fills a GPU."""

    @property
    def precision(self) -> str:
        """The dtype that tensors are computed in, float32 where it is left open."""
        return "float32" if self.dtype == "auto" else self.dtype


@dataclass(frozen=True, config=strict)
class ImagesSettings:
    """Images whose activations are sampled."""

    source: Literal["photos", "folder", "tar"] = "photos"
    """Source of the images. photos: sample photos of scikit-image and scikit-learn; folder: a
    folder of class folders; tar: WebDataset shards."""
    path: str | None = None
    """Folder of the class folders, or of the .tar shards."""
    crops: Count = 1
    """Random resized crops of each image; 1 means one central square."""
    crop_scale: tuple[Fraction, Fraction] = (0.1, 0.6)
    """Smallest and largest share of an image's area that a random crop covers."""
    limit: Count | None = None
    """Images that are taken, at most, chosen at random; all by default."""
    max_pixels: Count = 100_000_000
    """Pixels that an image may have; larger ones are listed as unreadable."""
    size: Count | None = None
    """Side in pixels of the square that the network is given; by default that of its input."""

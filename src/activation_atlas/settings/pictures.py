"""Pictures of classes, channels and dreams, and the figures of the review."""

from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from activation_atlas.settings.types import Classes, Count, Once, Pixels, RecipeName, strict


@dataclass(frozen=True, config=strict)
class FiguresSettings:
    """Figures of the review (``make figures``)."""

    numbers: Annotated[list[Count], Field(min_length=1), Once] | None = None
    """Figures that are drawn, by their number in the review; all by default."""
    classes: Classes | None = None
    """Classes, by name or index, that stand in for banana, dumbbell, dalmatian, screw, saxophone
    and pelican, in this order; by default those themselves, where the network knows them."""
    layers: Annotated[list[str], Field(min_length=3, max_length=3), Once] | None = None
    """Layers of the figures: a low, a middle and a high one; by default the first, middle and last
    that ``activation-atlas layers`` suggests."""
    size: Pixels | None = None
    """Side of a class picture in pixels; by default that of the network's input."""
    clip: str | None = None
    """Clip over which figure 14 follows a channel, a video, a GIF or a folder of images; by default
    it pans across sample photos."""


@dataclass(frozen=True, config=strict)
class ClassesSettings:
    """Sheet of class pictures (``make classes``)."""

    classes: Classes | None = None
    """Classes that are shown, by name or index; by default banana, dumbbell, dalmatian, screw,
    saxophone and pelican, or as many others where the network does not know them."""
    recipes: Annotated[list[RecipeName], Field(min_length=1), Once] = Field(
        default_factory=lambda: ["simonyan2014", "mordvintsev2015", "olah2017", "atlas"]
    )
    """Recipes of the pictures, as ``activation-atlas recipes`` lists them."""
    size: Pixels | None = None
    """Side of a picture in pixels; by default that of the network's input."""


@dataclass(frozen=True, config=strict)
class NeuronsSettings:
    """Sheet of channels with dataset examples (``make neurons``)."""

    layer: str | None = None
    """Layer of the channels; by default the middle one of ``network.layers`` as they are listed."""
    channels: Count | Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=1), Once] = 12
    """Channels by number, or how many, spread over all of the layer."""
    recipe: RecipeName = "atlas"
    """Recipe of the pictures, as ``activation-atlas recipes`` lists them."""
    size: Annotated[Pixels, Field(ge=32)] = 160
    """Side of a picture in pixels."""
    examples: Count = 4
    """Dataset examples a channel: crops of the images that excite it most."""
    limit: Count = 5000
    """Views of the catalogue that are searched for examples, at most, chosen at random."""


@dataclass(frozen=True, config=strict)
class DreamsSettings:
    """Dreams on photos and from noise (``make dreams``)."""

    photos: Annotated[list[str], Field(min_length=1), Once] = Field(
        default_factory=lambda: ["rocket", "china"]
    )
    """Photos that are dreamt on: sample photos by name, or paths of image files."""
    layers: Annotated[list[str], Field(min_length=1), Once] | None = None
    """Layers whose activations are dreamt, those of the last one also from noise; by default a low
    and a middle layer."""
    guide: str | None = "flower"
    """Photo that guides one more dream in the last layer; null for none."""
    size: Annotated[int, Field(ge=96, le=4096)] = 448
    """Longer side in pixels that a photo is reduced to; smaller ones stay as they are."""
    steps: Count = 10
    """Optimization steps of each of the four octaves."""
    frames: Count = 100
    """Frames of the dream from noise."""
    zoom: Annotated[float, Field(ge=0, lt=1)] = 0.05
    """Share of a frame's sides that the next one leaves out."""
    clip_size: Annotated[int, Field(ge=96, le=2048, multiple_of=2)] = 256
    """Side of a frame of the dream from noise in pixels."""
    rate: Annotated[int, Field(ge=1, le=50)] = 10
    """Frames a second of the dream from noise."""

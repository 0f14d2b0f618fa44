"""Pictures of classes, channels and dreams, and the figures of the review."""

from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from activation_atlas.settings.types import Classes, Count, Once, Pixels, RecipeName, strict


@dataclass(frozen=True, config=strict)
class FiguresSettings:
    """The figures of the review (``snakemake figures``)."""

    numbers: Annotated[list[Count], Field(min_length=1), Once] | None = None
    """Which figures, by their number in the review (all by default)."""
    classes: Classes | None = None
    """Classes (names or indices) that stand in for banana, dumbbell, dalmatian, screw, saxophone
    and pelican, in this order; by default those themselves, where the network knows them."""
    layers: Annotated[list[str], Field(min_length=3, max_length=3), Once] | None = None
    """A low, a middle and a high layer; by default the first, middle and last that
    ``activation-atlas layers`` suggests."""
    size: Pixels | None = None
    """Side of class pictures in pixels; by default that of the network's input."""
    clip: str | None = None
    """A video, a GIF or a folder of images over which figure 14 follows a channel; by default it
    pans across sample photos."""


@dataclass(frozen=True, config=strict)
class ClassesSettings:
    """The sheet of class pictures (``snakemake classes``)."""

    classes: Classes | None = None
    """Names or indices; by default banana, dumbbell, dalmatian, screw, saxophone and pelican, or
    as many others where the network does not know them."""
    recipes: Annotated[list[RecipeName], Field(min_length=1), Once] = Field(
        default_factory=lambda: ["simonyan2014", "mordvintsev2015", "olah2017", "atlas"]
    )
    """By whose methods, as ``activation-atlas recipes`` lists them."""
    size: Pixels | None = None
    """Side of a picture in pixels; by default that of the network's input."""


@dataclass(frozen=True, config=strict)
class NeuronsSettings:
    """The sheet of channels with dataset examples (``snakemake neurons``)."""

    layer: str | None = None
    """Whose channels; by default the middle one of ``network.layers`` as they are listed."""
    channels: Count | Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=1), Once] = 12
    """Their numbers, or how many, spread over all of the layer."""
    recipe: RecipeName = "atlas"
    """By whose method, as ``activation-atlas recipes`` lists them."""
    size: Annotated[Pixels, Field(ge=32)] = 160
    """Side of a picture in pixels."""
    examples: Count = 4
    """Crops a channel of the images that excite it most."""
    limit: Count = 5000
    """At most this many views of the catalogue are looked at, chosen at random."""


@dataclass(frozen=True, config=strict)
class DreamsSettings:
    """Dreams on photos and from noise (``snakemake dreams``)."""

    photos: Annotated[list[str], Field(min_length=1), Once] = Field(
        default_factory=lambda: ["rocket", "china"]
    )
    """Sample photos by name, or paths of image files."""
    layers: Annotated[list[str], Field(min_length=1), Once] | None = None
    """Of what is dreamt; the last one also from noise; by default a low and a middle layer."""
    guide: str | None = "flower"
    """Photo that guides one more dream in the last layer; null for none."""
    size: Annotated[int, Field(ge=96, le=4096)] = 448
    """Longer side of a photo in pixels; smaller ones stay as they are."""
    steps: Count = 10
    """Of each of the four octaves."""
    frames: Count = 100
    """Of the dream from noise."""
    zoom: Annotated[float, Field(ge=0, lt=1)] = 0.05
    """Share of a frame's sides that the next one leaves out."""
    clip_size: Annotated[int, Field(ge=96, le=2048, multiple_of=2)] = 256
    """Side of a frame in pixels."""
    rate: Annotated[int, Field(ge=1, le=50)] = 10
    """Frames a second."""

"""Semantic dictionaries: sprites, readings of images, facets."""

from typing import Annotated

from pydantic import Field
from pydantic.dataclasses import dataclass

from activation_atlas.settings.types import Classes, Count, Once, Pixels, RecipeName, strict


@dataclass(frozen=True, config=strict)
class SpritesSettings:
    """Pictures of every channel of a layer (``make dictionaries``)."""

    recipe: RecipeName = "atlas"
    """Recipe of the pictures, as ``activation-atlas recipes`` lists them."""
    steps: Count | None = 72
    """Optimization steps; null for the recipe's own number."""
    size: Annotated[Pixels, Field(ge=32)] = 96
    """Side of a picture in pixels."""


@dataclass(frozen=True, config=strict)
class DictionariesSettings:
    """Dictionaries of images: what each place is to each layer (``make dictionaries``)."""

    images: Annotated[list[str], Field(min_length=1), Once] = Field(
        default_factory=lambda: ["chelsea", "coffee", "motorcycle"]
    )
    """Images that are looked up: sample photos by name, or paths of image files."""
    layers: Annotated[list[str], Field(min_length=1), Once] | None = None
    """Spatial layers, as ``activation-atlas layers`` lists them; by default ``network.layers``."""
    classes: Classes | None = None
    """Classes, by name or index, that activations are attributed to; by default the five that the
    network finds most probable in each image."""
    size: Annotated[int, Field(ge=32, le=4096)] | None = None
    """Longer side in pixels of the image that the network sees; by default the network's own."""
    groups: Annotated[int, Field(ge=1, le=32)] = 6
    """Factors that a layer's activations are divided into, and that its icons share."""
    icon: Annotated[Pixels, Field(ge=32)] = 80
    """Side of the icon of a place in pixels."""
    steps: Count = 64
    """Optimization steps of the icons of places."""
    examples: Annotated[int, Field(ge=1, le=16)] = 6
    """Dataset examples a channel."""
    limit: Count = 5000
    """Views of the catalogue that are searched for examples, at most, chosen at random."""
    path_steps: Count = 16
    """Points at which gradients are averaged on the way from no activation to the layer's own, so
    that attributions add up to the logit; 1 takes the gradient at the activation itself."""
    relaxed_pooling: bool = False
    """Whether gradients pass max pools as if they were averages weighted by activation."""


SomeImages = str | Annotated[list[str], Field(min_length=1), Once]


@dataclass(frozen=True, config=strict)
class FacetsSettings:
    """Channels that are pictured in several facets: figure 6 of ``make figures``."""

    layer: str | None = None
    """Layer of the channels; by default the middle one of ``figures.layers``."""
    channels: (
        Count | Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=1), Once] | None
    ) = None
    """Channels by number, or how many, spread over the layer; those of figure 2 by default."""
    facets: Annotated[dict[str, SomeImages], Field(min_length=1)] = Field(
        default_factory=lambda: {
            "cat": ["chelsea"],
            "motorcycle": ["motorcycle"],
            "print": ["page", "text"],
        }
    )
    """Facets by name, each shown by the images of a folder, or by random crops of a list of sample
    photos."""
    generic: SomeImages | None = None
    """Images that facets are told from, a folder or a list of sample photos; by default all sample
    photos that show no facet."""
    images: Annotated[int, Field(ge=2)] = 100
    """Images of each facet, and generic ones: random crops, or at most so many of a folder."""
    layers: Annotated[list[str], Field(min_length=1), Once] | None = None
    """Layers in which facets are told apart; by default up to five before the channels' own."""
    strengths: Annotated[list[Annotated[float, Field(gt=0)]], Field(min_length=1), Once] = Field(
        default_factory=lambda: [0.3, 1.0]
    )
    """Weights of the facet beside the channel; the paper's run from 0.1 to 5, for probes of a scale
    of their own."""
    recipe: RecipeName = "atlas"
    """Recipe of the pictures; goh2021 is the paper's, ``activation-atlas recipes`` lists all."""
    steps: Count | None = 96
    """Optimization steps; null for the recipe's own number."""
    size: Annotated[Pixels, Field(ge=32)] = 128
    """Side of a picture in pixels."""

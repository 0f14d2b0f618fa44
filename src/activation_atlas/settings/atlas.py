"""The atlas: samples, maps, cells, icons and the page."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from activation_atlas.settings.types import Count, Once, Pixels, strict


@dataclass(frozen=True, config=strict)
class SamplesSettings:
    """One random spatial activation an image."""

    attribution: bool = True
    """Also the linear attribution to every class."""


@dataclass(frozen=True, config=strict)
class MapSettings:
    """One atlas of every layer: which samples, how they are laid out, which grids."""

    method: Literal["umap", "tsne"] = "umap"
    """How activations are laid out in the plane."""
    metric: Literal["cosine", "euclidean"] = "cosine"
    """Distance between activations."""
    neighbours: Annotated[int, Field(ge=2)] = 30
    """UMAP's neighbours; also those whose recall measures the layout's quality."""
    min_dist: Annotated[float, Field(ge=0)] = 0.05
    """UMAP's least distance between points."""
    epochs: Annotated[int, Field(ge=10)] | None = None
    """UMAP's epochs (its own choice by default) or t-SNE's iterations (750 by default)."""
    perplexity: Annotated[float, Field(gt=1)] = 50
    """t-SNE's effective number of neighbours."""
    learning_rate: Literal["auto"] | Annotated[float, Field(gt=0)] = "auto"
    """t-SNE's learning rate."""
    fit: Count = 200_000
    """Lay out at most this many samples by the method, and place the rest among them."""
    sides: Annotated[list[Annotated[int, Field(ge=1, le=4096)]], Field(min_length=1), Once] = Field(
        default_factory=lambda: [8, 16, 32]
    )
    """Cells a side of each grid, coarse to fine."""
    minimum: Count = 5
    """A cell with fewer samples stays empty."""
    percentiles: tuple[
        Annotated[float, Field(ge=0, lt=50)], Annotated[float, Field(gt=50, le=100)]
    ] = (1, 99)
    """The layout's percentiles that span the map."""
    margin: Annotated[float, Field(ge=0)] = 0.1
    """Room around the percentiles, as a share of their span; points beyond it are flagged and
    belong to no cell."""
    class_: Annotated[str | int | None, Field(alias="class")] = None
    """Only the samples that speak most for this class (index or name)."""
    samples: Count = 10_000
    """With ``class``: how many samples, by their attribution's rank."""


@dataclass(frozen=True, config=strict)
class CellsSettings:
    """What is kept of each cell beside its mean."""

    exemplars: Annotated[int, Field(ge=1, le=16)] = 8
    """Samples nearest to the mean, shown as patches of real images."""
    patch: Pixels = 96
    """Side of a patch in pixels of the network's input."""


@dataclass(frozen=True, config=strict)
class IconsSettings:
    """The feature visualization of each cell's mean activation."""

    size: Annotated[Pixels, Field(ge=32)] = 96
    """Side of an icon in pixels."""
    steps: Annotated[int, Field(ge=1)] = 32
    """Optimization steps of the try that is kept."""
    learning_rate: Annotated[float, Field(gt=0)] = 0.2
    """Adam's, at its highest; it falls to a tenth along half a cosine."""
    decay_power: Annotated[float, Field(ge=0)] = 1.25
    """White Fourier coefficients give an amplitude of 1 / frequency**decay_power."""
    cosine_power: Annotated[float, Field(ge=0)] = 6
    """p of (h·v) max(0.1, cos(h, v))^p; the paper has 2 and 4."""
    whiten: bool = False
    """Whiten the mean activation by the layer's second moments."""
    ridge: Annotated[float, Field(gt=0)] = 0.01
    """Added to the second moments' diagonal, as a share of its mean."""
    tries: Annotated[int, Field(ge=1)] = 1
    """Starts a cell; the better half goes on, again and again, until one is left."""
    warm_start: bool = True
    """Start from the coarser cell's icon; the coarsest grid takes the steps of all grids."""


@dataclass(frozen=True, config=strict)
class PageSettings:
    """The page in which one browses the atlas."""

    title: str = "Activation Atlas"
    """Heading of the page."""
    tile_size: Annotated[int, Field(ge=64, le=4096)] = 256
    """Side in pixels of a deep-zoom tile."""
    quality: Annotated[int, Field(ge=1, le=100)] = 88
    """WebP quality of tiles, icons and patches."""

"""The atlas: samples, maps, cells, icons and the page."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from activation_atlas.settings.types import Count, Once, Pixels, strict


@dataclass(frozen=True, config=strict)
class SamplesSettings:
    """Samples of the layers: one random spatial activation an image."""

    attribution: bool = True
    """Whether the linear attribution to every class is kept with each activation."""


@dataclass(frozen=True, config=strict)
class MapSettings:
    """Atlas of every layer: its samples, their layout, its grids."""

    method: Literal["umap", "tsne"] = "umap"
    """Method that lays activations out in the plane."""
    metric: Literal["cosine", "euclidean"] = "cosine"
    """Distance between activations."""
    neighbours: Annotated[int, Field(ge=2)] = 30
    """Neighbours of a sample in UMAP, and those whose recall measures the layout's quality."""
    min_dist: Annotated[float, Field(ge=0)] = 0.05
    """Least distance between points in UMAP's layout, in units of its spread."""
    epochs: Annotated[int, Field(ge=10)] | None = None
    """Epochs of UMAP (its own choice by default) or iterations of t-SNE (750 by default)."""
    perplexity: Annotated[float, Field(gt=1)] = 50
    """Perplexity of t-SNE: its effective number of neighbours."""
    learning_rate: Literal["auto"] | Annotated[float, Field(gt=0)] = "auto"
    """Learning rate of t-SNE; auto: one that grows with the number of samples."""
    fit: Count = 200_000
    """Samples that the method lays out, at most; the rest are placed among them."""
    sides: Annotated[list[Annotated[int, Field(ge=1, le=4096)]], Field(min_length=1), Once] = Field(
        default_factory=lambda: [8, 16, 32]
    )
    """Cells a side of each grid, from coarse to fine."""
    minimum: Count = 5
    """Samples that a cell needs; one with fewer stays empty."""
    percentiles: tuple[
        Annotated[float, Field(ge=0, lt=50)], Annotated[float, Field(gt=50, le=100)]
    ] = (1, 99)
    """Percentiles of the layout's coordinates that span the map, the lower and the upper."""
    margin: Annotated[float, Field(ge=0)] = 0.1
    """Room around the percentiles, as a share of their span; points beyond it are flagged and
    belong to no cell."""
    class_: Annotated[str | int | None, Field(alias="class")] = None
    """Class, by name or index, of a class atlas, which has only the samples that speak most for it;
    by default there is none, and a map has all samples."""
    samples: Count = 10_000
    """Samples of a map with ``class``: those whose attribution to it is highest."""


@dataclass(frozen=True, config=strict)
class CellsSettings:
    """Patches of real images that are kept of each cell beside its mean."""

    exemplars: Annotated[int, Field(ge=1, le=16)] = 8
    """Samples nearest to the cell's mean, shown as patches of real images."""
    patch: Pixels = 96
    """Side of a patch in pixels of the network's input."""


@dataclass(frozen=True, config=strict)
class IconsSettings:
    """Feature visualization of each cell's mean activation."""

    size: Annotated[Pixels, Field(ge=32)] = 96
    """Side of an icon in pixels."""
    steps: Annotated[int, Field(ge=1)] = 32
    """Optimization steps of the try that is kept."""
    learning_rate: Annotated[float, Field(gt=0)] = 0.2
    """Learning rate of Adam at its highest; it falls to a tenth along half a cosine."""
    decay_power: Annotated[float, Field(ge=0)] = 1.25
    """Power at which amplitudes decay: that of white coefficients is 1 / frequency**decay_power."""
    cosine_power: Annotated[float, Field(ge=0)] = 6
    """Power p of the cosine in the objective (h·v) max(0.1, cos(h, v))^p; the paper has 2 and 4."""
    whiten: bool = False
    """Whether the mean activation is whitened by the layer's second moments."""
    ridge: Annotated[float, Field(gt=0)] = 0.01
    """Ridge that is added to the second moments' diagonal, as a share of its mean."""
    tries: Annotated[int, Field(ge=1)] = 1
    """Tries at an icon, each from its own start; the better half goes on until one is left."""
    warm_start: bool = True
    """Whether an icon starts from that of the coarser cell; the coarsest grid takes the steps of
    all grids."""


@dataclass(frozen=True, config=strict)
class PageSettings:
    """Page in which one browses the atlas."""

    title: str = "Activation Atlas"
    """Heading of the page."""
    tile_size: Annotated[int, Field(ge=64, le=4096)] = 256
    """Side of a deep-zoom tile in pixels."""
    quality: Annotated[int, Field(ge=1, le=100)] = 88
    """Quality of tiles, icons and patches as WebP, from 1 to 100."""

"""Every setting of a run: its type, default, limits and meaning, in one place.

The JSON schema of the config is made from these classes; unknown keys are refused.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from itertools import groupby
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

from activation_atlas.errors import AtlasError, nearest

strict = ConfigDict(extra="forbid", use_attribute_docstrings=True, validate_by_name=True)
DEFAULT_NETWORK, DEFAULT_LAYERS = "efficientnet_lite0", ["blocks.6.0", "blocks.4.2"]
Count = Annotated[int, Field(ge=1)]
Fraction = Annotated[float, Field(ge=0, le=1)]
Pixels = Annotated[int, Field(ge=16, le=1000)]  # 16 in a row must fit WebP's 16,383


def _each_once(values: list) -> list:
    if len(set(values)) < len(values):
        raise PydanticCustomError("repeated", "nothing may be listed twice")
    return values


Once = AfterValidator(_each_once)


@dataclass(frozen=True, config=strict)
class NetworkSettings:
    """The classifier that is looked into."""

    name: str = DEFAULT_NETWORK
    """Any torchvision or timm model."""
    weights: Literal["package", "download", "file", "random"] = "package"
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


@dataclass(frozen=True, config=strict)
class SamplesSettings:
    """One random spatial activation an image."""

    attribution: bool = True
    """Also the linear attribution to every class."""
    shard_size: Count = 1024
    """Images a shard: what is lost at most when a run is killed."""


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
    tile: Count = 64
    """Cells an icon store: what is lost at most when a run is killed."""


Classes = Annotated[list[str | int], Field(min_length=1), Once]
RecipeName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]


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


@dataclass(frozen=True, config=strict)
class SpritesSettings:
    """One picture of every channel of a layer (``snakemake dictionaries``)."""

    recipe: RecipeName = "atlas"
    """By whose method, as ``activation-atlas recipes`` lists them."""
    steps: Count | None = 72
    """Optimization steps; null for the recipe's own number."""
    size: Annotated[Pixels, Field(ge=32)] = 96
    """Side of a picture in pixels."""
    shard: Count = 16
    """Channels a store: what is lost at most when a run is killed."""


@dataclass(frozen=True, config=strict)
class DictionariesSettings:
    """What each place of an image is to each layer (``snakemake dictionaries``)."""

    images: Annotated[list[str], Field(min_length=1), Once] = Field(
        default_factory=lambda: ["chelsea", "coffee", "motorcycle"]
    )
    """Sample photos by name, or paths of image files."""
    layers: Annotated[list[str], Field(min_length=1), Once] | None = None
    """Spatial layers; by default ``network.layers``."""
    classes: Classes | None = None
    """Names or indices of the classes that activations are attributed to; by default the five that
    the network finds most probable in each image."""
    size: Annotated[int, Field(ge=32, le=4096)] | None = None
    """Longer side in pixels of the image that the network sees; by default the network's own."""
    groups: Annotated[int, Field(ge=1, le=32)] = 6
    """Factors that a layer's activations are divided into, and that its icons share."""
    icon: Annotated[Pixels, Field(ge=32)] = 80
    """Side in pixels of the icon of a place."""
    steps: Count = 64
    """Optimization steps of these icons."""
    examples: Annotated[int, Field(ge=1, le=16)] = 6
    """Dataset examples a channel."""
    limit: Count = 5000
    """At most this many views of the catalogue are searched for examples, chosen at random."""
    path_steps: Count = 16
    """Points at which gradients are averaged on the way from no activation to the layer's own, so
    that attributions add up to the logit; 1 takes the gradient at the activation itself."""
    relaxed_pooling: bool = False
    """Whether gradients pass max pools as if they were averages weighted by activation."""


SomeImages = str | Annotated[list[str], Field(min_length=1), Once]


@dataclass(frozen=True, config=strict)
class FacetsSettings:
    """Channels pictured in several facets: figure 6 of ``snakemake figures``."""

    layer: str | None = None
    """Of the channels; by default the middle one of the figures' layers."""
    channels: (
        Count | Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=1), Once] | None
    ) = None
    """Their numbers, or how many, spread over all of the layer; by default those of figure 2."""
    facets: Annotated[dict[str, SomeImages], Field(min_length=1)] = Field(
        default_factory=lambda: {
            "cat": ["chelsea"],
            "motorcycle": ["motorcycle"],
            "print": ["page", "text"],
        }
    )
    """By name, a folder of images that show the facet, or a list of sample photos, of which random
    crops are taken."""
    generic: SomeImages | None = None
    """Images that facets are told from, likewise; by default all sample photos that show none."""
    images: Annotated[int, Field(ge=2)] = 100
    """Images of each kind: random crops, or at most so many of a folder."""
    layers: Annotated[list[str], Field(min_length=1), Once] | None = None
    """Layers in which facets are told apart; by default up to five before the channels' own."""
    strengths: Annotated[list[Annotated[float, Field(gt=0)]], Field(min_length=1), Once] = Field(
        default_factory=lambda: [0.3, 1.0]
    )
    """Weights of the facet beside the channel; the paper's run from 0.1 to 5, for probes of a scale
    of their own."""
    recipe: RecipeName = "atlas"
    """By whose method, as ``activation-atlas recipes`` lists them; the paper's is ``goh2021``."""
    steps: Count | None = 96
    """Optimization steps; null for the recipe's own number."""
    size: Annotated[Pixels, Field(ge=32)] = 128
    """Side of a picture in pixels."""


@dataclass(frozen=True, config=strict)
class StatisticsSettings:
    """The network whose Gram matrices textures, styles and doodles match."""

    network: Literal["vgg19", "filter_bank"] = "vgg19"
    """VGG-19's convolutions with average pooling, or one layer of random filters of many sizes."""
    weights: Literal["random", "download", "file"] = "random"
    """Of VGG-19: seeded noise, torchvision's download, or a file; trained ones are normalized so
    that each filter's mean activation is 1."""
    file: str | None = None
    """torchvision's state dict of vgg19 for ``weights: file``."""
    seed: int = 0
    """Of random weights."""


Sizes = Annotated[int, Field(ge=32, le=8192)]
Optimizer = Literal["lbfgs", "adam"]
Region = tuple[Fraction, Fraction, Fraction, Fraction]


@dataclass(frozen=True, config=strict)
class TexturesSettings:
    """Textures synthesized from photos (``snakemake textures``)."""

    sources: Annotated[list[str], Field(min_length=1), Once] = Field(
        default_factory=lambda: ["gravel", "brick", "grass", "flower"]
    )
    """Sample photos by name, or paths of image files; of each the central square is taken."""
    regions: dict[str, Region] = Field(default_factory=lambda: {"flower": (0.33, 0.60, 0.62, 0.80)})
    """By source, the part that is looked at instead of all: [left, top, right, bottom] as shares of
    its width and height; the default ones are petals."""
    source_size: Sizes = 128
    """Side in pixels of that square, to which it is reduced or enlarged."""
    size: tuple[Sizes, Sizes] = (256, 256)
    """Height and width in pixels of a texture; larger than the source if you like."""
    layers: Annotated[list[str], Field(min_length=1), Once] | None = None
    """Whose Gram matrices are matched; by default those that suit the network."""
    weights: list[Annotated[float, Field(gt=0)]] | None = None
    """Of the layers, one each; 1 by default."""
    balance: Literal["energy", "paper"] | None = None
    """What a layer's error is measured by: the energy of its own target, or the paper's 4N²; by
    default the energy with random weights."""
    whitened: Annotated[float, Field(ge=0)] | None = None
    """Weight of Gram matrices in the source's own axes beside the plain ones, in all octaves but
    the last: without it random filters see outlines as next to nothing beside light, with it at
    the finest they lose the grain; the paper has none; by default 0.1 with random weights, else 0;
    not with components."""
    colours: Annotated[float, Field(ge=0)] | None = None
    """Weight of the mean and the covariance of the pixels' colours beside the layers, without which
    random filters leave coloured speckles; the paper has none; by default 0.01 with random weights,
    else 0."""
    optimizer: Optimizer = "lbfgs"
    """L-BFGS within the source's range of colours, or Adam."""
    steps: Count = 100
    """Of each octave."""
    octaves: Annotated[int, Field(ge=1, le=6)] = 2
    """Sizes from coarse to fine, each twice the one before."""
    seamless: bool = False
    """Whether a texture can be laid side by side with itself."""
    histogram: bool = False
    """Whether the colours' distribution is made that of the source at the end."""
    components: Count | None = None
    """Principal components that each layer's channels are reduced to; all channels by default."""
    samples: Count = 1
    """Textures of each source, each from its own noise."""
    snapshots: Annotated[list[Count], Once] = Field(default_factory=lambda: [10, 50])
    """Numbers of steps after which the images are kept as well."""


@dataclass(frozen=True, config=strict)
class StylesSettings:
    """Photos painted in the style of other pictures (``snakemake styles``)."""

    photos: Annotated[list[str], Field(min_length=1), Once] = Field(
        default_factory=lambda: ["china", "chelsea"]
    )
    """What is painted: sample photos by name, or paths of image files."""
    styles: Annotated[list[str], Field(min_length=1), Once] = Field(
        default_factory=lambda: ["strokes", "waves", "mosaic", "hatching", "dots"]
    )
    """How: the computed styles strokes, waves, mosaic, hatching and dots, sample photos by name, or
    paths of image files."""
    blend: list[Annotated[float, Field(ge=0)]] | None = None
    """Shares of all styles in one picture; by default each style makes a picture of its own."""
    size: Sizes = 256
    """Longer side in pixels of a result, to which the photo is reduced."""
    source_size: Sizes | None = None
    """And of a style; smaller ones give finer strokes; by default that of the results."""
    layers: Annotated[list[str], Field(min_length=1), Once] | None = None
    """Whose Gram matrices make the style; by default those that suit the network."""
    weights: list[Annotated[float, Field(gt=0)]] | None = None
    """Of these layers, one each; by default equal ones that sum to 1."""
    content_layers: Annotated[list[str], Field(min_length=1), Once] | None = None
    """Whose activations say what is where; by default conv4_2."""
    ratio: Annotated[float, Field(ge=0)] | None = None
    """The content's weight as a multiple of the style's (α/β); 0 leaves the style alone; by default
    one that suits the balance."""
    balance: Literal["energy", "paper"] | None = None
    """What errors are measured by: the energy of their own targets, or the paper's units; by
    default the energy with random weights."""
    colours: Annotated[float, Field(ge=0)] | None = None
    """Weight of the mean and the covariance of the style's colours beside its layers; above 0 the
    photo is first given them as well; without it random filters leave the photo's colours and
    coloured speckles; the paper has none; by default 0.5 with random weights, else 0."""
    start: Literal["content", "noise", "style"] = "content"
    """What a result begins with."""
    keep_colours: bool = False
    """Whether only the luminance is painted, so that the photo's colours stay."""
    optimizer: Optimizer = "lbfgs"
    """L-BFGS within the range of the pictures' colours, or Adam."""
    steps: Count = 100
    """Of each octave."""
    octaves: Annotated[int, Field(ge=1, le=6)] = 2
    """Sizes from coarse to fine, each twice the one before; more give broader strokes."""
    snapshots: Annotated[list[Count], Once] = Field(default_factory=lambda: [10, 50])
    """Numbers of steps after which the images are kept as well."""

    @model_validator(mode="after")
    def _some(self) -> "StylesSettings":
        if self.blend is not None and not any(self.blend):
            raise PydanticCustomError("nothing", "blend must give some style a share above 0")
        return self


@dataclass(frozen=True, config=strict)
class DoodlesSettings:
    """A landscape painted by a mask (``snakemake doodles``)."""

    photo: str | None = None
    """The style, a sample photo by name or the path of an image file; with null here and for both
    masks a computed landscape."""
    mask: str | None = None
    """An image file of the photo's size that paints its regions in flat colours."""
    target_mask: str | None = None
    """An image file that paints the same colours where the result is to have these regions."""
    colours: Annotated[int, Field(ge=1, le=32)] = 5
    """How many colours the masks have."""
    content: str | None = None
    """A photo of the target mask's size, by name or path, whose forms the result keeps."""
    content_weight: Annotated[float, Field(gt=0)] | None = None
    """Of these forms beside the regions' textures; by default 1 with random weights, else the
    original's 0.001."""
    source_size: Sizes = 384
    """Longer side in pixels to which the photo is reduced."""
    size: Sizes = 384
    """Longer side in pixels of the result, to which the target mask is reduced."""
    layers: Annotated[list[str], Field(min_length=1), Once] | None = None
    """Whose Gram matrices are matched; by default those that suit the network."""
    means: Annotated[float, Field(ge=0)] | None = None
    """Weight of each region's mean activations beside its Gram matrices, without which random
    filters take grey patches among strong colours for an even colour; 0 leaves them out, as the
    original does; by default 1 with random weights, else 0."""
    optimizer: Optimizer = "lbfgs"
    """L-BFGS within the photo's range of colours, or Adam."""
    steps: Count = 100
    """Of each octave."""
    octaves: Annotated[int, Field(ge=1, le=6)] = 2
    """Sizes from coarse to fine, each twice the one before."""
    snapshots: Annotated[list[Count], Once] = Field(default_factory=lambda: [10, 50])
    """Numbers of steps after which the image is kept as well."""

    @model_validator(mode="after")
    def _complete(self) -> "DoodlesSettings":
        given = [name for name in (self.photo, self.mask, self.target_mask) if name is not None]
        if len(given) in (1, 2):
            raise PydanticCustomError(
                "contradiction",
                "photo, mask and target_mask belong together: give all three, or none for the"
                " computed landscape",
            )
        return self


@dataclass(frozen=True, config=strict)
class PageSettings:
    """The page in which one browses the atlas."""

    title: str = "Activation Atlas"
    """Heading of the page."""
    tile_size: Annotated[int, Field(ge=64, le=4096)] = 256
    """Side in pixels of a deep-zoom tile."""
    quality: Annotated[int, Field(ge=1, le=100)] = 88
    """WebP quality of tiles, icons and patches."""


@dataclass(frozen=True, config=strict)
class PartsSettings:
    """How many jobs a stage is cut into; never part of what a result is."""

    samples: Count = 1
    """Jobs that sample."""
    icons: Count = 1
    """Jobs that render the icons of a grid."""
    sprites: Count = 1
    """Jobs that render the channels of a layer."""


@dataclass(frozen=True, config=strict)
class RunSettings:
    """All settings of a run, as the config file gives them."""

    run: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")] = "photos"
    """Name of the folder under results/."""
    seed: int = 0
    """Of crops, positions, layouts, icons and pictures."""
    network: NetworkSettings = Field(default_factory=NetworkSettings)
    device: DeviceSettings = Field(default_factory=DeviceSettings)
    images: ImagesSettings = Field(default_factory=ImagesSettings)
    samples: SamplesSettings = Field(default_factory=SamplesSettings)
    maps: Annotated[
        dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")], MapSettings],
        Field(min_length=1),
    ] = Field(default_factory=lambda: {"umap": MapSettings()})
    """Atlases by name; each is made for every layer."""
    cells: CellsSettings = Field(default_factory=CellsSettings)
    icons: IconsSettings = Field(default_factory=IconsSettings)
    classes: ClassesSettings = Field(default_factory=ClassesSettings)
    neurons: NeuronsSettings = Field(default_factory=NeuronsSettings)
    dreams: DreamsSettings = Field(default_factory=DreamsSettings)
    sprites: SpritesSettings = Field(default_factory=SpritesSettings)
    dictionaries: DictionariesSettings = Field(default_factory=DictionariesSettings)
    facets: FacetsSettings = Field(default_factory=FacetsSettings)
    statistics: StatisticsSettings = Field(default_factory=StatisticsSettings)
    textures: TexturesSettings = Field(default_factory=TexturesSettings)
    styles: StylesSettings = Field(default_factory=StylesSettings)
    doodles: DoodlesSettings = Field(default_factory=DoodlesSettings)
    figures: FiguresSettings = Field(default_factory=FiguresSettings)
    page: PageSettings = Field(default_factory=PageSettings)
    parts: PartsSettings = Field(default_factory=PartsSettings)
    scheduler: str | None = None
    """Address of a dask scheduler that sums up moments and cells, e.g. tcp://head:8786."""

    @model_validator(mode="after")
    def _agree(self) -> "RunSettings":
        """Refuse settings that contradict each other before any work is done."""
        if self.images.size is not None and self.cells.patch > self.images.size:
            raise PydanticCustomError(
                "contradiction", "cells.patch can't be larger than images.size: lower it"
            )
        network = self.network
        if network.name != DEFAULT_NETWORK and network.layers == DEFAULT_LAYERS:
            raise PydanticCustomError(
                "contradiction",
                "network.layers must name layers of {name}: `activation-atlas layers {name}` lists"
                " and suggests some",
                {"name": network.name},
            )
        of_class = [name for name, chosen in self.maps.items() if chosen.class_ is not None]
        if of_class and not self.samples.attribution:
            raise PydanticCustomError(
                "contradiction",
                "map {name} is of one class, which needs samples.attribution: true",
                {"name": of_class[0]},
            )
        return self


def parse(kind: type, values: Mapping[str, Any]) -> Any:
    """Return `values` as settings of class `kind`.

    Raises:
        AtlasError: names every unknown key (with the nearest known ones) and every wrong value.
    """
    try:
        return TypeAdapter(kind).validate_python(dict(values))
    except ValidationError as error:
        found = groupby(error.errors(), lambda problem: _place(values, problem["loc"]))
        problems = [_sentence(kind, place, list(group)) for place, group in found]
        raise AtlasError("The config is not usable: " + " ".join(problems)) from None


def plain(settings: Any) -> dict[str, Any]:
    """Return settings as JSON values, the inverse of :func:`parse`."""
    return TypeAdapter(type(settings)).dump_python(settings, mode="json", by_alias=True)


def schema() -> dict[str, Any]:
    """Return the JSON schema of a whole config."""
    return TypeAdapter(RunSettings).json_schema(by_alias=True)


def _place(values: Any, loc: tuple) -> tuple:
    """Return as much of a problem's place as the values have; then follow types tried in turn."""
    for depth, part in enumerate(loc):
        try:
            values = values[part]
        except (TypeError, KeyError, IndexError):
            return loc[:depth]
    return loc


def _sentence(kind: type, place: tuple, problems: list[Mapping[str, Any]]) -> str:
    where = ".".join(str(part) for part in place)
    if problems[0]["type"] == "unexpected_keyword_argument":
        return f"'{where}' is no known key.{nearest(str(place[-1]), _keys(kind, place[:-1]))}"
    if not place:
        return f"{problems[0]['msg']}."
    messages = [problem["msg"][0].lower() + problem["msg"][1:] for problem in problems]
    return f"'{where}' is {problems[0]['input']!r}: {', or '.join(messages)}."


def _keys(kind: Any, path: tuple) -> list[str]:
    """Return the keys that the settings class at `path` below `kind` knows."""
    for part in path:
        if is_dataclass(kind):
            kind = next(field.type for field in fields(kind) if field.name == part)
        else:  # the name of a map
            kind = MapSettings
    return [field.name.rstrip("_") for field in fields(kind)] if is_dataclass(kind) else []

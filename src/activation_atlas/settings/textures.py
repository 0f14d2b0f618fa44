"""Textures, styles and landscapes: what is made by Gram matrices."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

from activation_atlas.settings.types import Count, Fraction, Once, strict


@dataclass(frozen=True, config=strict)
class TextureNetworkSettings:
    """The network whose Gram matrices textures, styles and doodles match."""

    name: Literal["vgg19", "filter_bank"] = "vgg19"
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

"""Textures, styles and landscapes: what is made by Gram matrices."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

from activation_atlas.settings.types import Count, Fraction, Once, strict


@dataclass(frozen=True, config=strict)
class TextureNetworkSettings:
    """Network whose Gram matrices textures, styles and doodles match."""

    name: Literal["vgg19", "filter_bank"] = "vgg19"
    """Name of the network. vgg19: its convolutions, with average pooling; filter_bank: one layer of
    random filters of many sizes."""
    weights: Literal["random", "download", "file"] = "random"
    """Weights of vgg19. random: seeded noise; download: those of torchvision; file: a state dict on
    disk; trained ones are normalized so that each filter's mean activation is 1."""
    file: str | None = None
    """State dict of torchvision's vgg19 (.pth, .pt or .safetensors), for ``weights: file``."""
    seed: int = 0
    """Seed of random weights."""


Sizes = Annotated[int, Field(ge=32, le=8192)]
Optimizer = Literal["lbfgs", "adam"]
Region = tuple[Fraction, Fraction, Fraction, Fraction]


@dataclass(frozen=True, config=strict)
class TexturesSettings:
    """Textures synthesized from photos (``make textures``)."""

    sources: Annotated[list[str], Field(min_length=1), Once] = Field(
        default_factory=lambda: ["gravel", "brick", "grass", "flower"]
    )
    """Sources of the textures, sample photos by name, or paths of image files; of each the central
    square is taken."""
    regions: dict[str, Region] = Field(default_factory=lambda: {"flower": (0.33, 0.60, 0.62, 0.80)})
    """Regions by source, looked at in place of the whole: [left, top, right, bottom] as shares of
    its width and height; the default one has petals."""
    source_size: Sizes = 128
    """Side in pixels that the square of the source is reduced or enlarged to."""
    size: tuple[Sizes, Sizes] = (256, 256)
    """Height and width in pixels of a texture; larger than the source if you like."""
    layers: Annotated[list[str], Field(min_length=1), Once] | None = None
    """Layers whose Gram matrices are matched; by default those that suit the network."""
    weights: list[Annotated[float, Field(gt=0)]] | None = None
    """Weights of the layers, one each; 1 by default."""
    balance: Literal["energy", "paper"] | None = None
    """Measure of a layer's error: the energy of its own target, or the paper's 4N²; by default the
    energy with random weights."""
    whitened: Annotated[float, Field(ge=0)] | None = None
    """Weight of Gram matrices in the source's own axes beside the plain ones, in all octaves but
    the last: without it random filters see outlines as next to nothing beside light, with it at the
    finest they lose the grain; the paper has none; by default 0.1 with random weights, else 0; not
    with components."""
    colours: Annotated[float, Field(ge=0)] | None = None
    """Weight of the mean and the covariance of the pixels' colours beside the layers, without which
    random filters leave coloured speckles; the paper has none; by default 0.01 with random weights,
    else 0."""
    optimizer: Optimizer = "lbfgs"
    """Optimizer: lbfgs, within the source's range of colours, or adam."""
    steps: Count = 100
    """Optimization steps of each octave."""
    octaves: Annotated[int, Field(ge=1, le=6)] = 2
    """Octaves, sizes from coarse to fine, each twice the one before."""
    seamless: bool = False
    """Whether a texture can be laid side by side with itself."""
    histogram: bool = False
    """Whether the distribution of colours is made that of the source at the end."""
    components: Count | None = None
    """Principal components that each layer's channels are reduced to; all channels by default."""
    samples: Count = 1
    """Textures of each source, each from its own noise."""
    snapshots: Annotated[list[Count], Once] = Field(default_factory=lambda: [10, 50])
    """Steps after which the images are kept as well."""


@dataclass(frozen=True, config=strict)
class StylesSettings:
    """Photos painted in the style of other pictures (``make styles``)."""

    photos: Annotated[list[str], Field(min_length=1), Once] = Field(
        default_factory=lambda: ["china", "chelsea"]
    )
    """Photos that are painted: sample photos by name, or paths of image files."""
    styles: Annotated[list[str], Field(min_length=1), Once] = Field(
        default_factory=lambda: ["strokes", "waves", "mosaic", "hatching", "dots"]
    )
    """Pictures that give the style: the computed strokes, waves, mosaic, hatching and dots, sample
    photos by name, or paths of image files."""
    blend: list[Annotated[float, Field(ge=0)]] | None = None
    """Shares of all styles in one picture; by default each style makes a picture of its own."""
    size: Sizes = 256
    """Longer side in pixels of a result, which the photo is reduced to."""
    source_size: Sizes | None = None
    """Longer side in pixels that a style is reduced to; smaller ones give finer strokes; by default
    that of the results."""
    layers: Annotated[list[str], Field(min_length=1), Once] | None = None
    """Layers whose Gram matrices make the style; by default those that suit the network."""
    weights: list[Annotated[float, Field(gt=0)]] | None = None
    """Weights of the style's layers, one each; by default equal ones that sum to 1."""
    content_layers: Annotated[list[str], Field(min_length=1), Once] | None = None
    """Layers whose activations say what is where; by default conv4_2, or the filter bank's."""
    ratio: Annotated[float, Field(ge=0)] | None = None
    """Ratio of the content's weight to the style's (α/β); 0 leaves the style alone; by default one
    that suits the balance."""
    balance: Literal["energy", "paper"] | None = None
    """Measure of errors: the energy of their own targets, or the paper's units; by default the
    energy with random weights."""
    colours: Annotated[float, Field(ge=0)] | None = None
    """Weight of the mean and the covariance of the style's colours beside its layers; above 0 the
    photo is first given them as well; without it random filters leave the photo's colours and
    coloured speckles; the paper has none; by default 0.5 with random weights, else 0."""
    start: Literal["content", "noise", "style"] = "content"
    """Image that a result begins with."""
    keep_colours: bool = False
    """Whether only the luminance is painted, so that the photo's colours stay."""
    optimizer: Optimizer = "lbfgs"
    """Optimizer: lbfgs, within the range of the pictures' colours, or adam."""
    steps: Count = 100
    """Optimization steps of each octave."""
    octaves: Annotated[int, Field(ge=1, le=6)] = 2
    """Octaves, sizes from coarse to fine, each twice the one before; more give broader strokes."""
    snapshots: Annotated[list[Count], Once] = Field(default_factory=lambda: [10, 50])
    """Steps after which the images are kept as well."""

    @model_validator(mode="after")
    def _some(self) -> "StylesSettings":
        if self.blend is not None and not any(self.blend):
            raise PydanticCustomError("nothing", "blend must give some style a share above 0")
        return self


@dataclass(frozen=True, config=strict)
class DoodlesSettings:
    """Landscape painted by a mask (``make doodles``)."""

    photo: str | None = None
    """Photo that is the style, a sample photo by name or the path of an image file; by default a
    computed landscape, without any of the three pictures."""
    mask: str | None = None
    """Image file of the photo's size that paints its regions in flat colours; by default
    that of the computed landscape."""
    target_mask: str | None = None
    """Image file of any size that paints the same colours where the result is to have the regions;
    by default that of the computed landscape, arranged anew."""
    colours: Annotated[int, Field(ge=1, le=32)] = 5
    """Number of colours that the masks have."""
    content: str | None = None
    """Photo of the target mask's size, by name or path, whose forms the result keeps; none by
    default."""
    content_weight: Annotated[float, Field(gt=0)] | None = None
    """Weight of the kept forms beside the regions' textures; by default 1 with random weights, else
    the original's 0.001."""
    source_size: Sizes = 384
    """Longer side in pixels that the photo is reduced to."""
    size: Sizes = 384
    """Longer side in pixels of the result, which the target mask is reduced to."""
    layers: Annotated[list[str], Field(min_length=1), Once] | None = None
    """Layers whose Gram matrices are matched; by default those that suit the network."""
    means: Annotated[float, Field(ge=0)] | None = None
    """Weight of each region's mean activations beside its Gram matrices, without which random
    filters take grey patches among strong colours for an even colour; 0 leaves them out, as the
    original does; by default 1 with random weights, else 0."""
    optimizer: Optimizer = "lbfgs"
    """Optimizer: lbfgs, within the photo's range of colours, or adam."""
    steps: Count = 100
    """Optimization steps of each octave."""
    octaves: Annotated[int, Field(ge=1, le=6)] = 2
    """Octaves, sizes from coarse to fine, each twice the one before."""
    snapshots: Annotated[list[Count], Once] = Field(default_factory=lambda: [10, 50])
    """Steps after which the image is kept as well."""

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

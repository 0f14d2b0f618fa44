"""A whole run: the settings of all kinds, and what they must agree on."""

from typing import Annotated

from pydantic import Field, model_validator
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

from activation_atlas.settings import atlas, dictionary, gram_matrices, inputs, pictures
from activation_atlas.settings.types import Count, strict


@dataclass(frozen=True, config=strict)
class PartsSettings:
    """Jobs that a stage is cut into; never part of what a result is."""

    samples: Count = 1
    """Jobs that sample."""
    icons: Count = 1
    """Jobs that render the icons of each grid of a layer."""
    sprites: Count = 1
    """Jobs that render the channels of a layer."""


@dataclass(frozen=True, config=strict)
class StoresSettings:
    """Sizes of stores on disk: what is lost at most when a run is killed."""

    images: Count = 1024
    """Images whose samples lie in one store."""
    cells: Count = 64
    """Cells whose icons, or whose patches, lie in one store."""
    channels: Count = 16
    """Channels whose pictures lie in one store."""


@dataclass(frozen=True, config=strict)
class RunSettings:
    """All settings of a run, as the config file gives them."""

    run: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")] = "photos"
    """Name of the run: its results lie in ``results/<run>/``."""
    seed: int = 0
    """Seed of crops, positions, layouts, icons and pictures."""
    network: inputs.NetworkSettings = Field(default_factory=inputs.NetworkSettings)
    device: inputs.DeviceSettings = Field(default_factory=inputs.DeviceSettings)
    images: inputs.ImagesSettings = Field(default_factory=inputs.ImagesSettings)
    samples: atlas.SamplesSettings = Field(default_factory=atlas.SamplesSettings)
    maps: Annotated[
        dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")], atlas.MapSettings],
        Field(min_length=1),
    ] = Field(default_factory=lambda: {"umap": atlas.MapSettings()})
    """Atlases by name; each is made for every layer."""
    cells: atlas.CellsSettings = Field(default_factory=atlas.CellsSettings)
    icons: atlas.IconsSettings = Field(default_factory=atlas.IconsSettings)
    classes: pictures.ClassesSettings = Field(default_factory=pictures.ClassesSettings)
    neurons: pictures.NeuronsSettings = Field(default_factory=pictures.NeuronsSettings)
    dreams: pictures.DreamsSettings = Field(default_factory=pictures.DreamsSettings)
    sprites: dictionary.SpritesSettings = Field(default_factory=dictionary.SpritesSettings)
    dictionaries: dictionary.DictionariesSettings = Field(
        default_factory=dictionary.DictionariesSettings
    )
    facets: dictionary.FacetsSettings = Field(default_factory=dictionary.FacetsSettings)
    texture_network: gram_matrices.TextureNetworkSettings = Field(
        default_factory=gram_matrices.TextureNetworkSettings
    )
    textures: gram_matrices.TexturesSettings = Field(default_factory=gram_matrices.TexturesSettings)
    styles: gram_matrices.StylesSettings = Field(default_factory=gram_matrices.StylesSettings)
    doodles: gram_matrices.DoodlesSettings = Field(default_factory=gram_matrices.DoodlesSettings)
    figures: pictures.FiguresSettings = Field(default_factory=pictures.FiguresSettings)
    page: atlas.PageSettings = Field(default_factory=atlas.PageSettings)
    parts: PartsSettings = Field(default_factory=PartsSettings)
    stores: StoresSettings = Field(default_factory=StoresSettings)
    scheduler: str | None = None
    """Address of a dask scheduler that sums up moments and cells, e.g. tcp://head:8786; by default
    the job does it itself."""

    @model_validator(mode="after")
    def _agree(self) -> "RunSettings":
        """Refuse settings that contradict each other before any work is done."""
        if self.images.size is not None and self.cells.patch > self.images.size:
            raise PydanticCustomError(
                "contradiction", "cells.patch can't be larger than images.size: lower it"
            )
        network = self.network
        if network.name != inputs.DEFAULT_NETWORK and network.layers == inputs.DEFAULT_LAYERS:
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

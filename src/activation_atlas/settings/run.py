"""A whole run: the settings of all kinds, and what they must agree on."""

from typing import Annotated

from pydantic import Field, model_validator
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

from activation_atlas.settings.atlas import (
    CellsSettings,
    IconsSettings,
    MapSettings,
    PageSettings,
    SamplesSettings,
)
from activation_atlas.settings.dictionaries import (
    DictionariesSettings,
    FacetsSettings,
    SpritesSettings,
)
from activation_atlas.settings.inputs import (
    DEFAULT_LAYERS,
    DEFAULT_NETWORK,
    DeviceSettings,
    ImagesSettings,
    NetworkSettings,
)
from activation_atlas.settings.pictures import (
    ClassesSettings,
    DreamsSettings,
    FiguresSettings,
    NeuronsSettings,
)
from activation_atlas.settings.textures import (
    DoodlesSettings,
    StylesSettings,
    TextureNetworkSettings,
    TexturesSettings,
)
from activation_atlas.settings.types import Count, strict


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
class StoresSettings:
    """How much a store on disk holds: what is lost at most when a run is killed."""

    images: Count = 1024
    """Images whose samples lie in one."""
    cells: Count = 64
    """Cells whose icons, or whose patches, lie in one."""
    channels: Count = 16
    """Channels whose pictures lie in one."""


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
    texture_network: TextureNetworkSettings = Field(default_factory=TextureNetworkSettings)
    textures: TexturesSettings = Field(default_factory=TexturesSettings)
    styles: StylesSettings = Field(default_factory=StylesSettings)
    doodles: DoodlesSettings = Field(default_factory=DoodlesSettings)
    figures: FiguresSettings = Field(default_factory=FiguresSettings)
    page: PageSettings = Field(default_factory=PageSettings)
    parts: PartsSettings = Field(default_factory=PartsSettings)
    stores: StoresSettings = Field(default_factory=StoresSettings)
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

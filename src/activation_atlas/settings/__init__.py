"""Every setting of a run: its type, default, limits and meaning, in one place.

The JSON schema of the config is made from these classes; unknown keys are refused.
"""

from activation_atlas.settings.atlas import (
    CellsSettings,
    IconsSettings,
    MapSettings,
    PageSettings,
    SamplesSettings,
)
from activation_atlas.settings.dictionary import (
    DictionariesSettings,
    FacetsSettings,
    SpritesSettings,
)
from activation_atlas.settings.gram_matrices import (
    DoodlesSettings,
    StylesSettings,
    TextureNetworkSettings,
    TexturesSettings,
)
from activation_atlas.settings.inputs import (
    DEFAULT_LAYERS,
    DEFAULT_NETWORK,
    DeviceSettings,
    ImagesSettings,
    NetworkSettings,
)
from activation_atlas.settings.parsing import WrongSettings, parse, plain, schema
from activation_atlas.settings.pictures import (
    ClassesSettings,
    DreamsSettings,
    FiguresSettings,
    NeuronsSettings,
)
from activation_atlas.settings.run import PartsSettings, RunSettings, StoresSettings

__all__ = [
    "CellsSettings",
    "ClassesSettings",
    "DEFAULT_LAYERS",
    "DEFAULT_NETWORK",
    "DeviceSettings",
    "DictionariesSettings",
    "DoodlesSettings",
    "DreamsSettings",
    "FacetsSettings",
    "FiguresSettings",
    "IconsSettings",
    "ImagesSettings",
    "MapSettings",
    "NetworkSettings",
    "NeuronsSettings",
    "PageSettings",
    "PartsSettings",
    "RunSettings",
    "SamplesSettings",
    "SpritesSettings",
    "TextureNetworkSettings",
    "StoresSettings",
    "StylesSettings",
    "TexturesSettings",
    "WrongSettings",
    "parse",
    "plain",
    "schema",
]

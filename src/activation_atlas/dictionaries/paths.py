"""Where the files of dictionaries lie, from the settings alone: no file needs to exist yet."""

import re
from itertools import chain, count
from pathlib import Path

from activation_atlas.settings import RunSettings


def layers_of(settings: RunSettings) -> list[str]:
    """Return the layers of the dictionaries: the config's, or those of the network."""
    return settings.dictionaries.layers or settings.network.layers


def images_of(settings: RunSettings) -> dict[str, str]:
    """Return the images as the config gives them, by the name of their folder.

    That is the photo's name or the file's, without its ending; equal ones are numbered.
    """
    found: dict[str, str] = {}
    for image in settings.dictionaries.images:
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", Path(image).stem).strip("-") or "image"
        names = chain([stem], (f"{stem}-{number}" for number in count(2)))
        found[next(name for name in names if name not in found)] = image
    return found


def sprite_path(run: Path, layer: str, first: int) -> Path:
    """Return the store of the channels of a layer that begin at `first`."""
    return Path(run) / "sprites" / layer / f"{first:05d}.zarr"


def sheet_path(run: Path, layer: str) -> Path:
    """Return the picture of all sprites of a layer; ``LAYER.json`` beside it seals them."""
    return Path(run) / "sprites" / f"{layer}.png"


def sprites_path(run: Path, layer: str) -> Path:
    """Return the folder of a layer's sprites, whose manifest ``LAYER.json`` tells of them all."""
    return Path(run) / "sprites" / layer


def part_path(run: Path, layer: str, part: int) -> Path:
    """Return the store name whose manifest says that a part of a layer's sprites is done."""
    return Path(run) / "sprites" / layer / "parts" / f"{part}.zarr"


def examples_path(run: Path, layer: str) -> Path:
    """Return the store of the dataset examples of a layer's channels."""
    return Path(run) / "examples" / f"{layer}.zarr"


def dictionary_path(run: Path, image: str, layer: str) -> Path:
    """Return the store of what an image, by its name, is to a layer."""
    return Path(run) / "dictionaries" / image / f"{layer}.zarr"

"""The stages of semantic dictionaries: sprites, examples, readings of images, their page."""

from collections.abc import Iterable
from pathlib import Path

from activation_atlas.paths import (
    atlas_path,
    cells_path,
    dictionaries_path,
    dictionary_path,
    examples_path,
    manifest_path,
    sheet_path,
    sprites_part_path,
    sprites_path,
)
from activation_atlas.pipeline.atlas import catalogue, network, of_images, of_network, precision
from activation_atlas.pipeline.stage import Stage
from activation_atlas.settings import RunSettings
from activation_atlas.settings.derived import dictionary_images, dictionary_layers
from activation_atlas.viewer import built

READING = ("classes", "size", "groups", "icon", "steps", "path_steps", "relaxed_pooling")


def _photo(settings: RunSettings, image: str, layer: str) -> str:
    return dictionary_images(settings)[image]


def _linked_cells(run: Path, settings: RunSettings) -> list[Path]:
    """Return the cells that places of images lead to: the finest of the first map."""
    name, chosen = next(iter(settings.maps.items()))
    return [
        manifest_path(cells_path(run, layer, name, max(chosen.sides)))
        for layer in dictionary_layers(settings)
        if layer in settings.network.layers
    ]


def _read_by_page(run: Path, settings: RunSettings) -> dict[str, Path | list[Path]]:
    layers, images = dictionary_layers(settings), dictionary_images(settings)
    return {
        "network": network(run),
        "catalogue": catalogue(run),
        "sprites": [manifest_path(sprites_path(run, layer)) for layer in layers],
        "examples": [manifest_path(examples_path(run, layer)) for layer in layers],
        "dictionaries": [
            manifest_path(dictionary_path(run, image, layer))
            for image in images
            for layer in layers
        ],
        "atlas": atlas_path(run) / "index.html",
        "cells": _linked_cells(run, settings),
    }


def _page_files(settings: RunSettings) -> Iterable[Path]:
    return [
        built.dictionaries_template_path(),
        built.head_path(),
        *map(built.built_path, built.DICTIONARIES_BUNDLE),
    ]


SPRITES = Stage(
    name="sprites",
    work="dictionaries.sprites:render_part",
    makes=lambda run, settings, layer, part: [manifest_path(sprites_part_path(run, layer, part))],
    keys=("layer", "part"),
    reads=of_network,
    decided_by=("seed", "sprites", "stores.channels"),
    derived=precision,
    uses=("network", "device", "parts.sprites"),
)
SPRITE_SHEET = Stage(
    name="sprite_sheet",
    work="dictionaries.sprites:gather",
    makes=lambda run, settings, layer: [
        manifest_path(sprites_path(run, layer)),
        sheet_path(run, layer),
    ],
    keys=("layer",),
    reads=lambda run, settings, layer: {
        "sprites": [
            manifest_path(sprites_part_path(run, layer, part))
            for part in range(settings.parts.sprites)
        ]
    },
    uses=("parts.sprites",),
)
CHANNEL_EXAMPLES = Stage(
    name="channel_examples",
    work="dictionaries.examples:make_examples",
    makes=lambda run, settings, layer: [manifest_path(examples_path(run, layer))],
    keys=("layer",),
    reads=of_images,
    decided_by=("seed", "dictionaries.examples", "dictionaries.limit"),
    derived=precision,
    uses=("network", "images", "device"),
)
DICTIONARY = Stage(
    name="dictionary",
    work="dictionaries.dictionary:make_dictionary",
    makes=lambda run, settings, image, layer: [manifest_path(dictionary_path(run, image, layer))],
    keys=("image", "layer"),
    reads=of_network,
    decided_by=("seed", *(f"dictionaries.{key}" for key in READING)),
    uses=("network", "device", "images.max_pixels", "dictionaries.images"),
    derived=precision,
    files=lambda settings, image, layer: [_photo(settings, image, layer)],
)
DICTIONARIES = Stage(
    name="dictionaries",
    work="viewer.dictionaries:write_dictionaries",
    makes=lambda run, settings: [
        dictionaries_path(run) / "index.html",
        atlas_path(run) / "dictionaries.js",
    ],
    reads=_read_by_page,
    decided_by=(
        *("run", "network.layers", "dictionaries", "page.title", "page.quality"),
        *("images.source", "images.path"),
    ),
    uses=("maps",),
    files=_page_files,
    form=built.DICTIONARIES_FORM,
)
STAGES = (SPRITES, SPRITE_SHEET, CHANNEL_EXAMPLES, DICTIONARY, DICTIONARIES)

"""A small run as the earlier stages leave it: colourful icons whose colour tells their place."""

from pathlib import Path

import numpy as np

from activation_atlas import seeds, stores
from activation_atlas.grids import icon_store
from activation_atlas.images import build_catalogue
from activation_atlas.paths import (
    cells_path,
    exemplars_path,
    icons_part_path,
    icons_path,
    index_path,
    layout_path,
    network_path,
    patches_path,
    quality_path,
    shard_path,
)
from activation_atlas.settings import RunSettings, parse

CLASSES = """tench, Tinca tinca|goldfish|great white shark, white shark|stingray|hen|ostrich|junco|
bald eagle|tree frog|box turtle|tiger cat|tabby|Persian cat|golden retriever|Siberian husky|
red fox|meerkat|ladybug|monarch|zebra|African elephant|giant panda|airliner|alp|bookcase|castle|
coffee mug|espresso|daisy|fountain|freight car|greenhouse, nursery, glasshouse|grand piano|
hay|lakeside|motor scooter, scooter|pagoda|picket fence|pizza, pizza pie|seashore""".replace(
    "\n", ""
).split("|")
CHANNELS, EXEMPLARS, PATCH, SAMPLES = 24, 6, 32, 4200
RANKS = (2.0, 4.0)  # of the predicted class, by layer: within 5 % of the classes, and beyond


def settings(sides: tuple[int, ...] = (4, 8, 16), icon: int = 48) -> RunSettings:
    """The settings of the run: two layers, two maps."""
    return parse(
        RunSettings,
        {
            "run": "made",
            "network": {"layers": ["blocks.2.2", "blocks.4.2"]},
            "images": {"source": "photos", "crops": 2},
            "maps": {"umap": {"sides": list(sides)}, "tsne": {"sides": list(sides[:2])}},
            "cells": {"exemplars": EXEMPLARS, "patch": PATCH},
            "icons": {"size": icon},
            "stores": {"cells": 32},
            "dictionaries": {"images": ["chelsea", "coffee"]},
            "page": {"title": "Activation Atlas", "tile_size": 128},
        },
    )


def make_run(run: Path, chosen: RunSettings) -> None:
    """Write all stores from which the page is made."""
    build_catalogue(run, chosen.images, chosen.seed, 64, 1)
    layers = {
        layer: {"channels": CHANNELS, "height": 28 // (at + 1), "width": 28 // (at + 1)}
        for at, layer in enumerate(chosen.network.layers)
    }
    network = {"name": "efficientnet_lite0", "weights": "package", "digest": "0f" * 32}
    facts = {"input_size": 224, "classes": CLASSES, "families": None, "layers": layers}
    stores.write_manifest(network_path(run), {**network, **facts}, {})
    for layer, rank in zip(chosen.network.layers, RANKS, strict=True):
        make_samples(run, layer, layers[layer]["height"], rank)
    for layer in chosen.network.layers:
        for map_name, chosen_map in chosen.maps.items():
            quality = {"trustworthiness": 0.957, "neighbour_recall": 0.412, "outliers": 0.013}
            path = quality_path(run, layer, map_name)
            stores.write_manifest(path, quality, {})
            stores.write_manifest(layout_path(run, layer, map_name), {"digest": "made up"}, {})
            for side in chosen_map.sides:
                make_grid(run, layer, map_name, side, chosen)


def make_samples(run: Path, layer: str, side: int, rank: float) -> None:
    """Write where the samples of one layer were taken, and their index."""
    position = seeds.generator("samples", layer).integers(0, side, (SAMPLES, 2)).astype(np.int16)
    digest = stores.write(shard_path(run, layer, 0), {"position": position}, {})["digest"]
    index = {
        "count": SAMPLES,
        "channels": CHANNELS,
        "classes": len(CLASSES),
        "shards": [{"name": "00000", "count": SAMPLES}],
        "skipped": [],
        "digest": digest,
        "agreement": {"median_rank": rank, "top_10": 0.9 - 0.1 * rank},
    }
    stores.write_manifest(index_path(run, layer), index, {})


def make_grid(run: Path, layer: str, map_name: str, side: int, chosen: RunSettings) -> None:
    """Write the cells, icons and exemplars of one grid."""
    random = seeds.generator("made", layer, map_name, side)
    row, col = filled(side, layer)
    count, k = random.integers(5, 90, len(row)) * (64 // side + 1), len(row)
    attribution = attributions(layer, side, row, col)
    order = np.argsort(-attribution, axis=1, kind="stable")
    cells = {
        "row": row.astype(np.int32),
        "col": col.astype(np.int32),
        "count": count.astype(np.int64),
        "activation": random.random((k, CHANNELS), np.float32) + place(side, row, col),
        "attribution": attribution,
        "top": order[:, :5].astype(np.int32),
        "bottom": order[:, :-4:-1].astype(np.int32),
        "exemplar": random.integers(0, SAMPLES, (k, EXEMPLARS)),
    }
    made_by = {"side": side}
    stores.write(cells_path(run, layer, map_name, side), cells, made_by)
    icons = draw_icons(layer, side, row, col, chosen.icons.size)
    tile, rendered = chosen.stores.cells, {}
    for number, part in enumerate(icon_store.tile_slices(k, tile)):
        arrays = {
            "icon": icons[part],
            "score": random.random(len(icons[part]), np.float32),
            "cosine": 0.8 + 0.2 * random.random(len(icons[part]), np.float32),
        }
        path = icons_path(run, layer, map_name, side, number)
        rendered[f"{number:04d}"] = stores.write(path, arrays, made_by)["digest"]
    part = icons_part_path(run, layer, map_name, side, 0)
    stores.write_manifest(part, {"stores": rendered}, made_by)
    image = random.integers(0, 30, (k, EXEMPLARS))
    image[0, 1:] = -1
    patch = random.integers(0, 255, (k, EXEMPLARS, PATCH // 8, PATCH // 8, 3), np.uint8)
    patch = patch.repeat(8, axis=2).repeat(8, axis=3)
    digests = []
    for number, part in enumerate(icon_store.tile_slices(k, tile)):
        arrays = {"image": image[part], "patch": patch[part]}
        path = patches_path(run, layer, map_name, side, number)
        digests.append(stores.write(path, arrays, made_by)["digest"])
    sealed = exemplars_path(run, layer, map_name, side)
    stores.write_manifest(sealed, {"cells": k, "digests": digests}, made_by)


def filled(side: int, layer: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the cells of a ragged island, sorted by (row, col); the corners stay empty."""
    row, col = (axis.ravel() for axis in np.mgrid[:side, :side])
    y, x = (row + 0.5) / side - 0.5, (col + 0.5) / side - 0.5
    turn = 1.0 if layer.endswith("2.2") else 2.6
    rim = 0.44 + 0.07 * np.sin(5 * np.arctan2(y, x) + turn)
    inside = np.hypot(x, y) < rim
    return row[inside], col[inside]


def place(side: int, row: np.ndarray, col: np.ndarray) -> np.ndarray:
    """Return (k, CHANNELS) bumps that are alike for cells that lie together."""
    spot = np.linspace(0, 1, CHANNELS)
    x, y = (col + 0.5) / side, (row + 0.5) / side
    near = np.exp(-((x[:, None] - spot) ** 2) * 30) + np.exp(-((y[:, None] - spot[::-1]) ** 2) * 30)
    return (3 * near).astype(np.float32)


def attributions(layer: str, side: int, row: np.ndarray, col: np.ndarray) -> np.ndarray:
    """Return (k, classes) float32: every class has a home on the map."""
    homes = seeds.generator("homes", layer).random((len(CLASSES), 2))
    x, y = (col + 0.5) / side, (row + 0.5) / side
    far = np.hypot(x[:, None] - homes[:, 0], y[:, None] - homes[:, 1])
    return (3.2 * np.exp(-far * far * 14) - 0.9 * far).astype(np.float32)


def colour(layer: str, side: int, row: int, col: int) -> np.ndarray:
    """Return the RGB of an icon's border, in [0, 255]: red grows right, green grows down."""
    blue = 60 if layer.endswith("2.2") else 170
    return np.array([50 + 170 * (col + 0.5) / side, 50 + 170 * (row + 0.5) / side, blue])


def draw_icons(layer: str, side: int, row: np.ndarray, col: np.ndarray, size: int) -> np.ndarray:
    """Return (k, size, size, 3) uint8: rings that darken in the middle of a plain border."""
    y, x = (np.mgrid[:size, :size] + 0.5) / size - 0.5
    far = np.hypot(x, y)
    icons = np.empty((len(row), size, size, 3), np.uint8)
    for cell, (r, c) in enumerate(zip(row, col)):
        wave = np.cos(far * (18 + 14 * c / side) + np.sin(np.arctan2(y, x) * (2 + r % 4)))
        light = np.where(far < 0.42, 1 + 0.35 * wave, 1)[..., None]
        icons[cell] = np.clip(colour(layer, side, r, c) * light, 0, 255)
    return icons

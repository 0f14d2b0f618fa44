"""One activation atlas in memory: what a notebook asks for."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from activation_atlas import stores
from activation_atlas.errors import AtlasError, nearest
from activation_atlas.grids.grid import cell_names
from activation_atlas.grids.in_memory import GridCells, cells_of
from activation_atlas.grids.picture import paint_grid
from activation_atlas.grids.tiles import Grid
from activation_atlas.layout.nearest import with_direction
from activation_atlas.layout.places import Layout, lay_out_samples
from activation_atlas.networks import Network, load_network
from activation_atlas.notebook.given_images import Images, given_views
from activation_atlas.notebook.network import network_settings
from activation_atlas.notebook.result import Result
from activation_atlas.progress import Progress
from activation_atlas.recipes.carter2019 import Cells, Icons, joined, render
from activation_atlas.recipes.facts import facts
from activation_atlas.samples.arrays import SampleArrays
from activation_atlas.samples.in_memory import take_samples
from activation_atlas.settings import (
    DeviceSettings,
    IconsSettings,
    ImagesSettings,
    MapSettings,
    parse,
    plain,
)
from activation_atlas.settings.types import Weights

LEAST_SAMPLES = 5
"""Fewer can't be laid out: UMAP's start needs four, each with three neighbours."""
LARGEST_SIDE = 32
"""Cells a side that are taken by default, at most: as many as the pipeline's finest grid."""
STEPS = 96
"""Of an icon by default: what the pipeline's three grids, which continue one another, sum up to."""
NOT_HERE = {"sides": "give side, one number", "class": "it is a setting of the pipeline's maps"}
NOT_HERE |= {"class_": NOT_HERE["class"], "samples": NOT_HERE["class"]}


@dataclass(frozen=True, kw_only=True, repr=False)
class Atlas(Result):
    """An activation atlas of one layer: its picture, and the arrays behind it.

    Attributes:
        samples: One activation of each view that could be read.
        layout: Where the samples lie in the plane: `unit` and `inside`.
        cells: Of the grid over it: `row`, `col`, `count`, the mean `activation`, and as `exemplar`
            the nearest samples, numbers into `samples`.
        icons: Of the cells, in their order: `images`, `score` and `cosine`.
    """

    samples: SampleArrays
    layout: Layout
    cells: GridCells
    icons: Icons


def atlas(
    network: str | Network,
    layer: str,
    images: Images | None = None,
    *,
    crops: int = 1,
    side: int | None = None,
    method: str = "umap",
    neighbours: int | None = None,
    minimum: int | None = None,
    size: int = IconsSettings().size,
    steps: int = STEPS,
    image_size: int | None = None,
    attribution: bool = False,
    weights: Weights | None = None,
    file: str | None = None,
    seed: int = 0,
    **settings: object,
) -> Atlas:
    """Return the activation atlas of a layer, computed in memory.

    It is the atlas that the pipeline makes of the same images by the same settings, if its map has
    one grid and is called like its method.

    Args:
        network: Any torchvision or timm model, or a loaded network.
        layer: As ``activation-atlas layers NETWORK`` lists it.
        images: (N, H, W, 3) uint8 RGB; a list of arrays, of pictures, of paths or of names of
            sample photos; a folder; by default all sample photos.
        crops: Random crops of each image; 1 means one central square.
        side: Cells a side of the grid; by default such that a cell holds some ten samples.
        method: umap or tsne.
        neighbours: Of a sample in UMAP; by default 30, or half of few samples.
        minimum: Samples that a cell needs; by default 5, or fewer where there are few.
        size: Side of an icon in pixels.
        steps: Optimization steps of an icon.
        image_size: Side in pixels of the square that the network sees of each view; by default its
            own.
        attribution: Whether samples and cells say which classes they speak for.
        weights: Origin of the weights, as for :func:`activation_atlas.visualize`.
        file: State dict (.pth, .pt or .safetensors).
        seed: Of crops, positions, layout and icons.
        **settings: Further ones of :class:`MapSettings`, e.g. ``perplexity=20`` or
            ``metric="euclidean"``; ``min_dist=0.6, margin=0.02`` leaves fewer cells empty.

    Raises:
        AtlasError: the network, its weights, the layer or an image can't be had, the layer is too
            coarse, there are too few samples, or a setting is wrong.
    """
    given = {"method": method, "neighbours": neighbours, "minimum": minimum}
    given = _of_map(given | {"sides": None if side is None else [side]}, settings)
    drawn = parse(IconsSettings, {"size": size, "steps": steps})
    shown = parse(ImagesSettings, {"crops": crops, "size": image_size})
    views = given_views(images, shown, seed)
    loaded, origin = _loaded(network, layer, weights, file)
    _refuse_coarse(loaded, layer, image_size or loaded.input_size)
    samples = take_samples(
        loaded, layer, views, seed=seed, size=image_size, attribution=attribution
    )
    chosen, layout = _laid_out(samples, given, seed)
    cells = _cells(samples, layout, chosen)
    icons = _icons(loaded, layer, cells, drawn, (seed, layer, method, cells.side))
    told = facts(loaded, origin, [], seed) | {
        "layer": layer,
        "images": {"views": len(views), "read": samples.count} | plain(shown),
        "map": plain(chosen),
        "icons": plain(drawn),
        "quality": layout.quality,
        "digest": stores.digest({"icon": icons.images}),
    }
    return Atlas(
        image=paint_grid(Grid(cells.side, cells.row, cells.col, icons.images), size),
        settings=told,
        samples=samples,
        layout=layout,
        cells=cells,
        icons=icons,
    )


def _of_map(values: dict[str, object], further: dict[str, object]) -> dict[str, object]:
    """Return what was given of a map's settings.

    Raises:
        AtlasError: there is a mistake in it, which shows before minutes of work.
    """
    for name in further:
        if name in NOT_HERE:
            raise AtlasError(f"'{name}' is no setting of an atlas in memory: {NOT_HERE[name]}.")
    given = {name: value for name, value in values.items() if value is not None} | further
    parse(MapSettings, given)
    return given


def _loaded(
    network: str | Network, layer: str, weights: Weights | None, file: str | None
) -> tuple[Network, str]:
    """Return the network with the layer, and where its weights come from."""
    if isinstance(network, str):
        chosen = network_settings(network, weights, file)
        return load_network(chosen, DeviceSettings(), [layer]), chosen.weights
    if weights or file:
        raise AtlasError("A loaded network has its weights: leave out weights and file.")
    if layer not in network.layers:
        raise AtlasError(
            f"'{layer}' is none of the layers that '{network.name}' was loaded with:"
            f" {', '.join(network.layers)}.{nearest(layer, network.layers)}"
        )
    return network, "loaded"


def _refuse_coarse(network: Network, layer: str, size: int) -> None:
    _, height, width = network.shapes_at(size)[layer]
    if min(height, width) < 3:
        raise AtlasError(
            f"Layer '{layer}' is too coarse: for images of {size} pixels its map has {height} ×"
            f" {width} places, all on the border; choose an earlier layer or a larger image_size."
        )


def _refuse_few(count: int) -> None:
    if count < LEAST_SAMPLES:
        raise AtlasError(
            f"There are {count} usable samples, and a map needs at least {LEAST_SAMPLES}: give more"
            " images, or more crops of each (crops)."
        )


def _laid_out(
    samples: SampleArrays, given: dict[str, object], seed: int
) -> tuple[MapSettings, Layout]:
    """Return the settings of the map, those not given fitting its samples, and its layout."""
    metric = given.get("metric", MapSettings().metric)
    _refuse_few(samples.count)  # first, since few samples may look all the same
    ids = with_direction(samples, np.arange(samples.count), metric)
    _refuse_few(len(ids))
    chosen = parse(MapSettings, _fitting(len(ids)) | given)
    threads = torch.get_num_threads()
    return chosen, lay_out_samples(
        samples, ids, chosen, name=chosen.method, seed=seed, threads=threads
    )


def _fitting(count: int) -> dict[str, object]:
    """Return settings of a map that fit so many samples: fewer neighbours and cells of few."""
    usual = MapSettings()
    minimum = min(usual.minimum, max(1, count // 40))
    side = round(math.sqrt(count / (2 * minimum)))
    return {
        "neighbours": min(usual.neighbours, (count - 1) // 2),
        "perplexity": min(usual.perplexity, max(1.2, (count - 1) // 3)),
        "minimum": minimum,
        "sides": [max(2, min(LARGEST_SIDE, side))],
    }


def _cells(samples: SampleArrays, layout: Layout, chosen: MapSettings) -> GridCells:
    arrays = {"activation": samples.activation}
    if samples.attribution is not None:
        arrays["attribution"] = samples.attribution
    inside = layout.inside
    (side,) = chosen.sides
    return cells_of(layout.unit[inside], arrays, side, chosen, sample=layout.sample[inside])


def _icons(
    network: Network, layer: str, cells: GridCells, settings: IconsSettings, prefix: tuple
) -> Icons:
    """Return the icons of all cells, counted batch by batch; the prefix begins their names."""
    names = cell_names(cells.row, cells.col, *prefix)
    tiles = list(_tiles(Cells(cells.activation, names), network.micro_batch))
    with Progress(f"icons of {layer}", len(names), "icons") as progress:
        parts = []
        for tile, icons in zip(tiles, render(network, layer, tiles, settings)):
            parts.append(icons)
            progress.advance(len(tile.names))
    return joined(parts)


def _tiles(cells: Cells, size: int) -> Iterator[Cells]:
    for first in range(0, len(cells.names), size):
        yield cells.rows(np.arange(first, min(first + size, len(cells.names))))

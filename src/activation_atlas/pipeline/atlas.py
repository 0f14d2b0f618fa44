"""The stages of the atlas: from the network and the images to the page."""

from collections.abc import Iterator
from pathlib import Path

from activation_atlas.paths import (
    atlas_path,
    catalogue_path,
    cells_path,
    exemplars_path,
    icons_part_path,
    index_path,
    layout_path,
    manifest_path,
    map_path,
    moments_path,
    neighbours_path,
    network_path,
    plot_path,
    quality_path,
    samples_part_path,
)
from activation_atlas.pipeline.stage import Stage
from activation_atlas.settings import RunSettings
from activation_atlas.settings.derived import (
    coarser_side,
    icon_steps,
    maps_of,
    neighbours_of,
    subset_of,
)
from activation_atlas.viewer import built

OF_UMAP = ("min_dist",)
OF_TSNE = ("perplexity", "learning_rate")
OF_LAYOUTS = ("method", "metric", "neighbours", "epochs", "percentiles", "margin")


def network(run: Path) -> Path:
    """Return the manifest that tells the network's digest."""
    return manifest_path(network_path(run))


def catalogue(run: Path) -> Path:
    """Return the manifest of the images."""
    return manifest_path(catalogue_path(run))


def icon_parts(run: Path, settings: RunSettings, layer: str, name: str, side: int) -> list[Path]:
    """Return the manifests of all parts of a grid's icons."""
    parts = range(settings.parts.icons)
    return [manifest_path(icons_part_path(run, layer, name, side, part)) for part in parts]


def _searched(settings: RunSettings, layer: str, subset: str) -> dict[str, object]:
    """Return how many neighbours the maps of a subset need, and the classes that they name."""
    maps = maps_of(subset, settings).values()
    return {
        "neighbours": max(map(neighbours_of, maps)),
        "classes": sorted({str(one.class_) for one in maps if one.class_ is not None}),
    }


def _laid_out_by(settings: RunSettings, layer: str, map_name: str) -> Iterator[str]:
    yield "seed"
    own = OF_UMAP if settings.maps[map_name].method == "umap" else OF_TSNE
    yield from (f"maps.{map_name}.{key}" for key in (*OF_LAYOUTS, *own))


def _read_by_icons(
    run: Path, settings: RunSettings, layer: str, map_name: str, side: int, part: int
) -> dict[str, Path | list[Path]]:
    read = {
        "cells": manifest_path(cells_path(run, layer, map_name, side)),
        "network": network(run),
    }
    if settings.icons.whiten:
        read["moments"] = manifest_path(moments_path(run, layer))
    coarser = coarser_side(settings.maps[map_name].sides, side)
    if settings.icons.warm_start and coarser is not None:
        read["coarser"] = icon_parts(run, settings, layer, map_name, coarser)
    return read


def _read_by_export(
    run: Path, settings: RunSettings, layer: str, map_name: str
) -> dict[str, Path | list[Path]]:
    sides = sorted(settings.maps[map_name].sides)
    return {
        "network": network(run),
        "catalogue": catalogue(run),
        "index": manifest_path(index_path(run, layer)),
        "layout": manifest_path(layout_path(run, layer, map_name)),
        "quality": quality_path(run, layer, map_name),
        "cells": [manifest_path(cells_path(run, layer, map_name, side)) for side in sides],
        "exemplars": [manifest_path(exemplars_path(run, layer, map_name, side)) for side in sides],
        "icons": [
            part for side in sides for part in icon_parts(run, settings, layer, map_name, side)
        ],
    }


def of_network(run: Path, settings: RunSettings, **_: object) -> dict[str, Path]:
    """Return what a stage reads that needs no more of the run than its network."""
    return {"network": network(run)}


def of_images(run: Path, settings: RunSettings, **_: object) -> dict[str, Path]:
    """Return what a stage reads that looks at the images through the network."""
    return {"network": network(run), "catalogue": catalogue(run)}


def precision(settings: RunSettings, **_: object) -> dict[str, str]:
    """Return the precision that a job computes in."""
    return {"dtype": settings.device.precision}


def _of_icons(
    settings: RunSettings, layer: str, map_name: str, side: int, part: int
) -> dict[str, object]:
    return {"steps": icon_steps(settings, map_name, side)} | precision(settings)


NETWORK = Stage(
    name="network",
    work="networks.describe:describe",
    makes=lambda run, settings: [network(run)],
    decided_by=("network", "images.size"),
    uses=("maps",),
)
CATALOGUE = Stage(
    name="catalogue",
    work="images.build:make_catalogue",
    makes=lambda run, settings: [catalogue(run)],
    # Of the network only its input's side counts, so that other layers leave it as it is.
    decided_by=lambda settings: (
        ("seed", "images") if settings.images.size else ("seed", "images", "network.name")
    ),
)
SAMPLES = Stage(
    name="samples",
    work="samples.shards:sample_part",
    makes=lambda run, settings, part: [manifest_path(samples_part_path(run, part))],
    keys=("part",),
    reads=of_images,
    decided_by=("seed", "network.name", "samples", "stores.images"),
    derived=precision,
    uses=("network", "images", "device", "parts.samples"),
)
GATHER = Stage(
    name="gather",
    work="samples.gather:gather",
    makes=lambda run, settings: [
        manifest_path(path(run, layer))
        for layer in settings.network.layers
        for path in (index_path, moments_path)
    ],
    reads=lambda run, settings: {
        "catalogue": catalogue(run),
        "samples": [
            manifest_path(samples_part_path(run, part)) for part in range(settings.parts.samples)
        ],
    },
    uses=("network.layers", "images", "stores.images", "parts.samples", "scheduler"),
)
NEIGHBOURS = Stage(
    name="neighbours",
    work="layout.neighbours:find_neighbours",
    makes=lambda run, settings, layer, subset: [manifest_path(neighbours_path(run, layer, subset))],
    keys=("layer", "subset"),
    reads=lambda run, settings, layer, subset: {
        "index": manifest_path(index_path(run, layer)),
        "network": network(run),
    },
    decided_by=("seed",),
    derived=_searched,
    uses=("maps",),
)
LAYOUT = Stage(
    name="layout",
    work="layout.maps:lay_out",
    makes=lambda run, settings, layer, map_name: [
        manifest_path(layout_path(run, layer, map_name)),
        quality_path(run, layer, map_name),
        plot_path(run, layer, map_name),
    ],
    keys=("layer", "map_name"),
    reads=lambda run, settings, layer, map_name: {
        "index": manifest_path(index_path(run, layer)),
        "catalogue": catalogue(run),
        "network": network(run),
        "neighbours": manifest_path(
            neighbours_path(run, layer, subset_of(settings.maps[map_name]))
        ),
    },
    decided_by=_laid_out_by,
    uses=("maps.{map_name}", "images", "network.name"),
)
CELLS = Stage(
    name="cells",
    work="grids.cells:build_cells",
    makes=lambda run, settings, layer, map_name: [
        manifest_path(cells_path(run, layer, map_name, side))
        for side in sorted(settings.maps[map_name].sides)
    ],
    keys=("layer", "map_name"),
    reads=lambda run, settings, layer, map_name: {
        "layout": manifest_path(layout_path(run, layer, map_name)),
        "index": manifest_path(index_path(run, layer)),
    },
    decided_by=("maps.{map_name}.metric", "maps.{map_name}.minimum", "cells.exemplars"),
    # A grid's cells are the same whatever other grids the map has.
    uses=("maps.{map_name}.sides", "scheduler"),
)
EXEMPLARS = Stage(
    name="exemplars",
    work="grids.exemplars:cut_exemplars",
    makes=lambda run, settings, layer, map_name, side: [
        manifest_path(exemplars_path(run, layer, map_name, side))
    ],
    keys=("layer", "map_name", "side"),
    reads=lambda run, settings, layer, map_name, side: {
        "cells": manifest_path(cells_path(run, layer, map_name, side)),
        "index": manifest_path(index_path(run, layer)),
        "catalogue": catalogue(run),
        "network": network(run),
    },
    decided_by=("cells.patch", "stores.cells"),
    uses=("images",),
)
ICONS = Stage(
    name="icons",
    work="grids.icons:render_part",
    makes=lambda run, settings, layer, map_name, side, part: [
        manifest_path(icons_part_path(run, layer, map_name, side, part))
    ],
    keys=("layer", "map_name", "side", "part"),
    reads=_read_by_icons,
    decided_by=("seed", "icons", "stores.cells"),
    derived=_of_icons,
    uses=("network", "device", "maps.{map_name}.sides", "parts.icons"),
)
EXPORT = Stage(
    name="export",
    work="viewer.export:export_map",
    makes=lambda run, settings, layer, map_name: [manifest_path(map_path(run, layer, map_name))],
    keys=("layer", "map_name"),
    reads=_read_by_export,
    decided_by=("page.tile_size", "page.quality", "maps.{map_name}.sides"),
    uses=("stores.cells", "images"),
    form=built.FORM,
)
PAGE = Stage(
    name="page",
    work="viewer.page:write_page",
    makes=lambda run, settings: [
        atlas_path(run) / name for name in ("index.html", "manifest.js", *built.BUNDLE)
    ],
    reads=lambda run, settings: {
        "maps": [
            manifest_path(map_path(run, layer, name))
            for layer in settings.network.layers
            for name in settings.maps
        ],
        "network": network(run),
        "catalogue": catalogue(run),
        "index": [manifest_path(index_path(run, layer)) for layer in settings.network.layers],
    },
    # Whatever decides the atlas, since its page shows the settings.
    decided_by=(
        *("run", "seed", "network", "images", "samples", "maps", "cells", "icons", "page"),
        *("stores.images", "stores.cells", "device.dtype"),
    ),
    files=lambda settings: [
        built.template_path(),
        built.head_path(),
        *map(built.built_path, built.BUNDLE),
    ],
)
STAGES = (
    *(NETWORK, CATALOGUE, SAMPLES, GATHER, NEIGHBOURS, LAYOUT),
    *(CELLS, EXEMPLARS, ICONS, EXPORT, PAGE),
)

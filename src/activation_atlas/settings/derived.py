"""What follows from the settings alone: the names of images and subsets, the layers shown."""

import math
import re
from itertools import chain, count
from pathlib import Path

from activation_atlas.settings.atlas import MapSettings
from activation_atlas.settings.run import RunSettings

LEAST_NEIGHBOURS = 3  # UMAP's spectral start needs four samples


def subset_of(chosen: MapSettings) -> str:
    """Return the name of the samples and neighbours that a map uses.

    Maps with the same name share one search. It is ``all-<metric>-fit<fit>``, or for a map of
    one class ``class-<class>-top<samples>-<metric>-fit<fit>``.
    """
    samples = "all" if chosen.class_ is None else f"class-{_slug(chosen)}-top{chosen.samples}"
    return f"{samples}-{chosen.metric}-fit{chosen.fit}"


def maps_of(subset: str, settings: RunSettings) -> dict[str, MapSettings]:
    """Return the maps that share the neighbours called `subset`, by name."""
    return {name: chosen for name, chosen in settings.maps.items() if subset_of(chosen) == subset}


def neighbours_of(chosen: MapSettings) -> int:
    """Return how many neighbours of each sample a map needs."""
    if chosen.method == "tsne":
        return max(chosen.neighbours, math.ceil(3 * chosen.perplexity))
    return max(chosen.neighbours, LEAST_NEIGHBOURS)


def icon_steps(settings: RunSettings, map_name: str, side: int) -> int:
    """Return the optimization steps of a grid's icons.

    Of grids that continue one another, the coarsest takes as many steps as all together, so that
    its icons are as far as the finest ones.
    """
    sides = settings.maps[map_name].sides
    if not settings.icons.warm_start or coarser_side(sides, side):
        return settings.icons.steps
    return settings.icons.steps * len(set(sides))


def coarser_side(sides: list[int], side: int) -> int | None:
    """Return the next smaller side of a map's grids, None for the smallest."""
    return max((other for other in sides if other < side), default=None)


def dictionary_layers(settings: RunSettings) -> list[str]:
    """Return the layers of the dictionaries: the config's, or those of the network."""
    return settings.dictionaries.layers or settings.network.layers


def dictionary_images(settings: RunSettings) -> dict[str, str]:
    """Return the images as the config gives them, by the name of their folder.

    That is the photo's name or the file's, without its ending; equal ones are numbered.
    """
    found: dict[str, str] = {}
    for image in settings.dictionaries.images:
        stem = re.sub(r"[^A-Za-z0-9_-]+", "-", Path(image).stem).strip("-") or "image"
        names = chain([stem], (f"{stem}-{number}" for number in count(2)))
        found[next(name for name in names if name not in found)] = image
    return found


def neurons_layer(settings: RunSettings) -> str:
    """Return the layer whose channels are shown: the config's, or the middle one of the run's."""
    layers = settings.network.layers
    return settings.neurons.layer or layers[len(layers) // 2]


def _slug(chosen: MapSettings) -> str:
    return re.sub(r"[\W_]+", "-", str(chosen.class_).lower()).strip("-")

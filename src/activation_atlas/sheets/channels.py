"""The sheet of a layer's channels: what each answers to most, and what it answers to in images."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from activation_atlas import stores
from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.encoding import png
from activation_atlas.images import open_catalogue
from activation_atlas.job import Job
from activation_atlas.networks import Network, load_network
from activation_atlas.paths import neurons_path
from activation_atlas.progress import log, track
from activation_atlas.recipes import find
from activation_atlas.recipes.facts import facts
from activation_atlas.recipes.pictures import channel_order, render
from activation_atlas.samples.examples import Examples, examples
from activation_atlas.settings import NeuronsSettings, RunSettings
from activation_atlas.settings.derived import neurons_layer


def spread(channels: int | list[int], of: int) -> list[int]:
    """Return the channels given, or so many spread over all that a layer has."""
    if isinstance(channels, list):
        return channels
    count = min(channels, of)
    return [number * of // count for number in range(count)]


def make_neurons(job: Job) -> Path:
    """Write the channels' store and sheet into ``neurons/``; return the sheet's path.

    The store holds ``image`` (channels, size, size, 3) uint8, ``curve`` (channels, steps) float32,
    ``channel`` (channels,) int32 and all of :class:`Examples`.

    Raises:
        AtlasError: the recipe, the network, the layer or a channel can't be had, the catalogue is
            missing, or the size is too small.
    """
    run, settings = job.run, job.settings
    layer = neurons_layer(settings)
    network = load_network(settings.network, settings.device, [layer])
    path = neurons_path(run, layer)
    made_by = job.made_by | _told(settings, network, layer)
    if not stores.is_sealed(path, made_by):
        found = _examples(run, settings, network, layer, made_by["channels"])
        arrays = _pictures(settings.neurons, network, layer, made_by["channels"], settings.seed)
        stores.write(path, arrays | vars(found), made_by)
    target = path.with_suffix(".png")
    stores.write_file(target, png(_sheet(path, made_by)))
    log.info("sheet: %s", target)
    return target


def _told(settings: RunSettings, network: Network, layer: str) -> dict:
    chosen = find(settings.neurons.recipe)
    made = facts(network, settings.network.weights, [chosen], settings.seed)
    return made | {
        "layer": layer,
        "channels": spread(settings.neurons.channels, network.channels[layer]),
    }


def _examples(
    run: Path, settings: RunSettings, network: Network, layer: str, channels: list[int]
) -> Examples:
    catalogue = open_catalogue(run, settings.images)
    count, limit = settings.neurons.examples, settings.neurons.limit
    return examples(network, layer, channels, catalogue, count, limit, settings.seed)


def _pictures(
    settings: NeuronsSettings, network: Network, layer: str, channels: list[int], seed: int
) -> dict[str, np.ndarray]:
    order = channel_order(layer, channels, settings.size, seed)
    rendered = render(network, find(settings.recipe), order)
    made = list(track(rendered, f"channels of {layer}", len(channels), "pictures"))
    return {
        "image": np.stack([picture.image for picture in made]),
        "curve": np.stack([picture.curve for picture in made]),
        "channel": np.array(channels, np.int32),
    }


def _sheet(path: Path, made_by: Mapping[str, object]) -> Image.Image:
    group = stores.read(path)
    image, crop, view = (group[name][...] for name in ("image", "crop", "view"))
    count = crop.shape[1]
    (recipe,) = made_by["recipes"]
    network = made_by["network"]
    return sheet(
        f"Channels of {made_by['layer']}, and the images that excite each most",
        [
            [Panel(picture), *example_panels(crops, views, activation)]
            for picture, crops, views, activation in zip(
                image, crop, view, group["activation"][...]
            )
        ],
        [f"channel {number}" for number in made_by["channels"]],
        ["optimized", *(f"image {rank + 1}" for rank in range(count))],
        f"Below each crop: the channel's activation there. {network['name']}, weights"
        f" {network['digest'][:8]} · recipe {recipe} · seed {made_by['seed']} · crops at the"
        f" receptive field's size, {crop.shape[2]} pixels",
    )


def example_panels(
    crops: np.ndarray, views: np.ndarray, activation: np.ndarray
) -> list[Panel | None]:
    """Return the panels of one channel's examples, each with its activation beneath.

    Args:
        crops: (k, side, side, 3) uint8.
        views: (k,), -1 where there is none.
        activation: (k,).
    """
    return [
        Panel(crop, f"{value:.1f}") if view >= 0 else None
        for crop, view, value in zip(crops, views, activation)
    ]

"""Sprites: one picture of every channel of a layer, the words of its semantic dictionaries.

Olah et al. 2018, "The Building Blocks of Interpretability", "Semantic dictionaries": a channel is
named by its feature visualization, which is made once a layer.
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from activation_atlas import stores
from activation_atlas.encoding import png
from activation_atlas.errors import AtlasError
from activation_atlas.job import Job
from activation_atlas.networks import Network, load_network
from activation_atlas.networks.dtype import dtype_name
from activation_atlas.paths import sheet_path, sprite_path, sprites_part_path, sprites_path
from activation_atlas.progress import Progress
from activation_atlas.raster import to_rgb
from activation_atlas.recipes import find
from activation_atlas.recipes.facts import described
from activation_atlas.recipes.pictures import Picture, channel_order, render
from activation_atlas.recipes.recipe import Recipe
from activation_atlas.settings import RunSettings


@dataclass(frozen=True)
class Sprites:
    """The pictures of all channels of a layer, in their order.

    Attributes:
        icon: (C, size, size, 3) uint8.
        activation: (C,) float32, the channel's mean over all places of its picture as stored.
    """

    icon: np.ndarray
    activation: np.ndarray


def render_part(job: Job, layer: str, part: int) -> dict:
    """Render the sprites of one part of a layer, shard by shard; shards already sealed stay.

    Part p of P takes the shards p, p + P, p + 2P and so on. A sprite depends on its own channel
    and on the recipe, the size and the seed only.

    Returns:
        The part's manifest: ``stores`` has the digest of each by the number of its first channel.

    Raises:
        AtlasError: the recipe, the network or the layer can't be had, or the size is too small.
    """
    run, settings = job.run, job.settings
    network = load_network(settings.network, settings.device, [layer])
    recipe = find(settings.sprites.recipe, settings.sprites.steps)
    common = job.made_by | _told(network, recipe, settings)
    shards = dict(list(_shards(network, layer, settings).items())[part :: settings.parts.sprites])
    made_by = {first: _shard_by(common, channels) for first, channels in shards.items()}
    paths = {first: sprite_path(run, layer, first) for first in shards}
    missing = [first for first in shards if not stores.is_sealed(paths[first], made_by[first])]
    # All in one order: the batches of each shard alone would end half empty.
    wanted = [number for first in missing for number in shards[first]]
    rendered = _rendered(network, layer, recipe, wanted, settings)
    idle = network.twin()  # further pictures are made with the network itself meanwhile
    with Progress(f"sprites {layer}", len(wanted), "sprites") as progress:
        for first in missing:
            channels = shards[first]
            icon = np.stack([picture.image for picture in islice(rendered, len(channels))])
            arrays = {"icon": icon, "activation": _activation(idle, layer, channels, icon)}
            stores.write(paths[first], arrays, made_by[first])
            progress.advance(len(channels))
    digests = {str(first): stores.manifest(path)["digest"] for first, path in paths.items()}
    return stores.write_manifest(sprites_part_path(run, layer, part), {"stores": digests}, common)


def gather(job: Job, layer: str) -> dict:
    """Write the sprite sheet of a layer and, last, the index that seals it.

    The sheet has ⌈√C⌉ columns and goes row by row; places after the last channel are black.

    Returns:
        The index: ``channels``, ``size`` in pixels, ``columns``, ``shards`` (first channels) and
        ``digest``.

    Raises:
        AtlasError: a part is missing.
    """
    run, digests = job.run, {}
    for part in range(job.settings.parts.sprites):
        digests |= stores.manifest(sprites_part_path(run, layer, part))["stores"]
    firsts = sorted(map(int, digests))
    sprites = _joined(run, layer, firsts)
    grid = arranged(sprites.icon)
    rows, columns, size = grid.shape[:3]
    sheet = grid.transpose(0, 2, 1, 3, 4).reshape(rows * size, columns * size, 3)
    index = {
        "channels": len(sprites.icon),
        "size": size,
        "columns": columns,
        "shards": firsts,
        "digest": stores.digest(vars(sprites)),
    }
    path = sprites_path(run, layer)
    stores.manifest_path(path).unlink(missing_ok=True)
    stores.write_file(sheet_path(run, layer), png(Image.fromarray(sheet)))
    return stores.write_manifest(path, index, job.made_by)


def read(run: Path, layer: str) -> Sprites:
    """Return the sprites of a layer.

    Raises:
        AtlasError: they were not made, or not to their end.
    """
    return _joined(run, layer, stores.manifest(sprites_path(run, layer))["shards"])


def pictures(
    run: Path, layer: str, channels: Sequence[int], network: Network, settings: RunSettings
) -> np.ndarray:
    """Return the sprites of some channels of a layer, (n, size, size, 3) uint8.

    They are read where the run has them of this network and these settings, and rendered otherwise.

    Args:
        run: Folder of the run's results, which may have no sprites.
        layer: Layer of the channels.
        channels: All different.
        network: Network that was loaded with `layer`.
        settings: Settings of the run.

    Raises:
        AtlasError: the recipe can't be had, or the size is too small.
    """
    recipe = find(settings.sprites.recipe, settings.sprites.steps)
    told = _told(network, recipe, settings)
    found: dict[int, np.ndarray] = {}
    for first, members in _shards(network, layer, settings).items():
        path = sprite_path(run, layer, first)
        if set(members) & set(channels) and _holds(path, _shard_by(told, members)):
            found |= zip(members, stores.read(path)["icon"][...])
    missing = [number for number in channels if number not in found]
    rendered = _rendered(network, layer, recipe, missing, settings)
    found |= zip(missing, (picture.image for picture in rendered))
    return np.stack([found[number] for number in channels])


def _shards(network: Network, layer: str, settings: RunSettings) -> dict[int, list[int]]:
    """Return the channels of each shard of a layer by the first of them."""
    channels, size = range(network.channels[layer]), settings.stores.channels
    return {first: list(channels[first : first + size]) for first in channels[::size]}


def _rendered(
    network: Network, layer: str, recipe: Recipe, channels: Sequence[int], settings: RunSettings
) -> Iterator[Picture]:
    if not channels:
        return iter(())
    order = channel_order(layer, channels, settings.sprites.size, settings.seed)
    return render(network, recipe, order)


def _told(network: Network, recipe: Recipe, settings: RunSettings) -> dict:
    """Return what decides sprites by whomever they are asked for, JSON values."""
    return {
        "network": network.digest,
        "dtype": dtype_name(network.dtype),
        "recipe": described(recipe, network),
        "size": settings.sprites.size,
        "seed": settings.seed,
    }


def _holds(path: Path, told: dict) -> bool:
    """Say whether a shard is whole and was made by what is told."""
    try:
        made_by = stores.manifest(path)["made_by"]
    except AtlasError:
        return False
    kept = {name: made_by.get(name) for name in told}
    return kept == json.loads(json.dumps(told)) and stores.is_sealed(path, made_by)


def _shard_by(common: dict, channels: Sequence[int]) -> dict:
    """Return what a shard of some channels is made by, from what all of a layer's are."""
    return common | {"first": channels[0], "count": len(channels)}


@torch.no_grad()
def _activation(
    network: Network, layer: str, channels: Sequence[int], icon: np.ndarray
) -> np.ndarray:
    """Return the mean activation (n,) of each channel in its own picture (n, s, s, 3) uint8."""
    means = []
    for first in range(0, len(icon), network.micro_batch):
        # One look at a whole batch costs less than to try whether a shorter one does.
        rows = np.minimum(np.arange(first, first + network.micro_batch), len(icon) - 1)
        rgb = to_rgb(icon[rows])
        maps = network.activations(rgb, [layer])[layer].cpu().numpy()
        own = channels[first : first + network.micro_batch]
        means += [maps[place, number].mean() for place, number in enumerate(own)]
    return np.array(means, np.float32)


def _joined(run: Path, layer: str, firsts: Sequence[int]) -> Sprites:
    shards = [stores.read(sprite_path(run, layer, first)) for first in firsts]
    names = ("icon", "activation")
    return Sprites(*(np.concatenate([shard[name][...] for shard in shards]) for name in names))


def arranged(icons: np.ndarray) -> np.ndarray:
    """Return pictures (n, s, s, 3) in ⌈√n⌉ columns, (rows, columns, s, s, 3); the rest is black."""
    columns = math.isqrt(len(icons) - 1) + 1
    rows = -(-len(icons) // columns)
    filled = np.zeros((rows * columns, *icons.shape[1:]), np.uint8)
    filled[: len(icons)] = icons
    return filled.reshape(rows, columns, *icons.shape[1:])

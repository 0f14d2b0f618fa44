"""What one place of one image is to a network: what the command line and a notebook ask for."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from activation_atlas.dictionaries.reading import (
    LEAST_SIDE,
    Entries,
    Region,
    as_seen,
    entries,
    read,
)
from activation_atlas.drawing.marks import bars, framed
from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.errors import AtlasError
from activation_atlas.images.whole import fitted, whole_photo
from activation_atlas.networks import Network, layer_table, load_network
from activation_atlas.networks.labels import class_names, class_number
from activation_atlas.notebook.network import network_settings
from activation_atlas.notebook.result import PlaceReading, Result
from activation_atlas.progress import track
from activation_atlas.recipes import carter2019, find
from activation_atlas.recipes.facts import facts
from activation_atlas.recipes.pictures import channel_order, render
from activation_atlas.settings import (
    DeviceSettings,
    DictionariesSettings,
    IconsSettings,
    ImagesSettings,
    SpritesSettings,
    parse,
    plain,
)
from activation_atlas.settings.types import Weights

SHOWN = 320
"""Longer side in pixels that the image is drawn with at most."""
SPRITES = SpritesSettings(size=128, steps=128)
ICON = IconsSettings(size=128, steps=96)
PATH_STEPS = DictionariesSettings().path_steps


def look_up(
    image: str,
    network: str = "efficientnet_lite0",
    layers: Sequence[str] | None = None,
    *,
    at: tuple[float, float] | None = None,
    region: tuple[float, float, float, float] | None = None,
    classes: Sequence[str | int] | None = None,
    channels: int = 4,
    weights: Weights | None = None,
    file: str | None = None,
    size: int | None = None,
    seed: int = 0,
) -> Result:
    """Return what a place of an image is to some layers: its strongest channels and its icon.

    Args:
        image: A sample photo by name, or the path of an image file.
        network: Any torchvision or timm model.
        layers: Spatial layers; by default those that ``activation-atlas layers`` suggests, from
            the middle on.
        at: (x, y) of the place, as shares of the image's width and height.
        region: (left, top, right, bottom) in such shares, in place of `at`; by default each layer's
            strongest place.
        classes: Names or indices; by default the network's five most probable ones.
        channels: Channels of each layer, the strongest first.
        weights: Origin of the weights, as for :func:`activation_atlas.visualize`.
        file: State dict (.pth, .pt or .safetensors).
        size: Longer side in pixels that the network sees, at least 32; by default its own.
        seed: Seed of the pictures.

    Raises:
        AtlasError: the image, the network, a layer, a class or the weights can't be had; the place
            lies outside the image; the region has no area; a place and a region are given; the
            image or the size is too small; or no channel or class is asked for.
    """
    _check_place(at, region)
    _check_amounts(channels, size, layers, classes)
    settings = network_settings(network, weights, file)
    photo = whole_photo(image, ImagesSettings().max_pixels)
    loaded = load_network(settings, DeviceSettings(), layers or _suggested(network))
    names = class_names(loaded.classes)
    wanted = classes and [class_number(given, names) for given in classes]
    seen = as_seen(photo, loaded.input_size if size is None else size, image)
    whole = read(loaded, seen, wanted, PATH_STEPS)
    found = {
        layer: entries(one, _region(at, region, *one.activation.shape[:2]), channels)
        for layer, one in whole.layers.items()
    }
    place = PlaceReading(found, whole, [names[index] for index in whole.classes])
    drawn = _drawn(loaded, photo, image, place, seed)
    return Result(drawn, _told(loaded, settings.weights, image, place, seed), reading=place)


def _check_place(
    at: tuple[float, float] | None, region: tuple[float, float, float, float] | None
) -> None:
    if at and region:
        raise AtlasError("A place and a region are both given: leave out `at` or `region`.")
    for share in at or region or ():
        if not 0 <= share <= 1:
            raise AtlasError(
                f"{share:g} lies outside the image: give shares of its width and height from 0"
                " (left, top) to 1 (right, bottom)."
            )
    if region and (region[0] >= region[2] or region[1] >= region[3]):
        raise AtlasError(
            f"The region {' '.join(f'{share:g}' for share in region)} has no area: give left, top,"
            " right and bottom, with left < right and top < bottom."
        )


def _check_amounts(
    channels: int,
    size: int | None,
    layers: Sequence[str] | None,
    classes: Sequence[str | int] | None,
) -> None:
    if channels < 1:
        raise AtlasError(f"A dictionary needs at least 1 channel a layer, not {channels}.")
    if size is not None and size < LEAST_SIDE:
        raise AtlasError(
            f"A network sees nothing in an image whose longer side has {size} pixels: give a size"
            f" of at least {LEAST_SIDE}."
        )
    given = {"layers": layers or None, "classes": classes or None, "size": size}
    parse(DictionariesSettings, given)


def _suggested(network: str) -> list[str]:
    found = [layer.name for layer in layer_table(network) if layer.suggested]
    if not found:
        raise AtlasError(
            f"'{network}' suggests no spatial layer: give some (--layers) that"
            f" `activation-atlas layers {network} --all` lists."
        )
    return found[len(found) // 2 :]


def _region(
    at: tuple[float, float] | None,
    region: tuple[float, float, float, float] | None,
    height: int,
    width: int,
) -> Region | None:
    """Return the places of a map (height, width) that a place or a region of the image covers."""
    if region:
        left, top, right, bottom = region
        return Region(
            (int(top * height), max(int(top * height), int(np.ceil(bottom * height)) - 1)),
            (int(left * width), max(int(left * width), int(np.ceil(right * width)) - 1)),
        )
    if at:
        return Region.at(min(int(at[1] * height), height - 1), min(int(at[0] * width), width - 1))
    return None


def _drawn(
    network: Network, photo: np.ndarray, image: str, place: PlaceReading, seed: int
) -> Image.Image:
    """Return the sheet of a place: a row a layer."""
    layers = list(place.entries)
    rows = [
        _row(network, layer, photo, image, place, seed)
        for layer in track(layers, "layers", len(layers), "layers")
    ]
    note = f"{network.name}, weights {network.digest[:8]} · recipe {SPRITES.recipe} · seed {seed}"
    return sheet(f"What {network.name} sees in {image}", rows, layers, note=note)


def _told(
    network: Network, weights: str, image: str, place: PlaceReading, seed: int
) -> dict[str, object]:
    """Return what decides the sheet of a place, JSON values."""
    regions = {
        layer: {"rows": list(one.region.rows), "columns": list(one.region.columns)}
        for layer, one in place.entries.items()
    }
    return facts(network, weights, [find(SPRITES.recipe, SPRITES.steps)], seed) | {
        "image": image,
        "classes": list(place.whole.classes),
        "regions": regions,
        "sprites": plain(SPRITES),
        "icon": plain(ICON),
        "path_steps": PATH_STEPS,
    }


def _row(
    network: Network, layer: str, photo: np.ndarray, image: str, place: PlaceReading, seed: int
) -> list[Panel]:
    """Return the marked image, the whole vector's icon, and the channels' pictures with bars."""
    activation, found = place.whole.layers[layer].activation, place.entries[layer]
    (first, last), (left, right) = found.region.rows, found.region.columns
    vector = activation[first : last + 1, left : right + 1].mean((0, 1))
    cells = carter2019.Cells(vector[None], [(seed, image, layer, first, last, left, right)])
    (icons,) = carter2019.render(network, layer, [cells], ICON)
    shown = framed(fitted(photo, SHOWN), found.region, *activation.shape[:2])
    return [
        Panel(shown, f"{activation.shape[1]} × {activation.shape[0]} places"),
        Panel(icons.images[0], f"all channels, cosine {icons.cosine[0]:.2f}"),
        *_channels(network, layer, found, place.names, seed),
    ]


def _channels(
    network: Network, layer: str, found: Entries, names: Sequence[str], seed: int
) -> list[Panel]:
    numbers = found.channels.tolist()
    order = channel_order(layer, numbers, SPRITES.size, seed)
    pictures = render(network, find(SPRITES.recipe, SPRITES.steps), order)
    panels = bars(found, [picture.image for picture in pictures])
    return [
        replace(panel, label=f"{panel.label}\n{names[0]} {spoken:+.2f}")
        for panel, spoken in zip(panels, found.attributions[0])
    ]

"""All that one image is to one layer, made and kept: activations, gradients, groups and icons."""

from pathlib import Path

import numpy as np

from activation_atlas import stores
from activation_atlas.dictionaries.grid import render_grid
from activation_atlas.dictionaries.groups import factors
from activation_atlas.dictionaries.paths import dictionary_path, images_of
from activation_atlas.dictionaries.reading import as_seen, read
from activation_atlas.images.whole import whole_photo
from activation_atlas.networks import Network, load_network
from activation_atlas.networks.dtype import dtype_name
from activation_atlas.networks.labels import class_names, class_number
from activation_atlas.settings import DictionariesSettings, IconsSettings, RunSettings, plain


def make_dictionary(run: Path, name: str, layer: str, settings: RunSettings) -> dict:
    """Write the store of what an image is to a layer.

    It holds ``activation`` (h, w, C), ``gradient`` (c, h, w, C), ``group_share`` (h, w, k),
    ``group_direction`` (k, C) and ``cosine`` (h, w), all float32, and ``seen`` (H, W, 3), the image
    as the network saw it, ``icon`` (h, w, s, s, 3) and ``group_icon`` (k, s, s, 3), uint8; its
    manifest tells the indices, logits and probabilities of the c classes.

    Args:
        run: Folder of the run's results.
        name: Of the image, as :func:`activation_atlas.dictionaries.paths.images_of` gives it.
        layer: Any spatial layer of the network.
        settings: Of the run.

    Returns:
        What the store's manifest says.

    Raises:
        AtlasError: the image is missing, unreadable or too small; a class is unknown; the network
            does not take images of this shape; the network or the layer can't be had.
    """
    place, chosen = images_of(settings)[name], settings.dictionaries
    network = load_network(settings.network, settings.device, [layer])
    whole = whole_photo(place, settings.images.max_pixels)
    seen = as_seen(whole, chosen.size or network.input_size, place)
    names = class_names(network.classes, settings.network.classes)
    wanted = chosen.classes and [class_number(given, names) for given in chosen.classes]
    path = dictionary_path(run, name, layer)
    made_by = _made_by(network, layer, seen, name, settings) | {"classes": wanted}
    if stores.is_sealed(path, made_by):
        return stores.manifest(path)
    found = read(network, seen, wanted, chosen.path_steps, chosen.relaxed_pooling)
    reading = found.layers[layer]
    groups = factors(reading.activation, chosen.groups)
    grid = render_grid(
        network, layer, reading.activation, groups, icons_settings(chosen), (settings.seed, name)
    )
    facts = {
        "classes": list(found.classes),
        "logits": found.logits.tolist(),
        "probabilities": found.probabilities.tolist(),
    }
    arrays = vars(reading) | {
        "seen": seen,
        "group_share": groups.share,
        "group_direction": groups.direction,
        "icon": grid.icon,
        "cosine": grid.cosine,
        "group_icon": grid.group_icon,
    }
    return stores.write(path, arrays, made_by, facts)


def icons_settings(settings: DictionariesSettings) -> IconsSettings:
    """Return how the icons of an image's places are rendered."""
    return IconsSettings(size=settings.icon, steps=settings.steps)


def _made_by(
    network: Network, layer: str, seen: np.ndarray, name: str, settings: RunSettings
) -> dict:
    chosen = plain(settings.dictionaries)
    keys = ("groups", "path_steps", "relaxed_pooling")
    return {
        "network": network.digest,
        "dtype": dtype_name(network.dtype),
        "layer": layer,
        "image": stores.digest({"seen": seen}),
        "name": name,
        "icons": plain(icons_settings(settings.dictionaries)),
        "seed": settings.seed,
    } | {key: chosen[key] for key in keys}

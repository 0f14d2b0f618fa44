"""Dictionaries as the earlier stages leave them: every picture is cut from a sample photo."""

from pathlib import Path

import numpy as np
from fixture import CHANNELS
from PIL import Image

from activation_atlas import seeds, stores
from activation_atlas.images.whole import whole_photo
from activation_atlas.paths import dictionary_path, examples_path, sprite_path, sprites_path
from activation_atlas.settings import RunSettings
from activation_atlas.settings.derived import dictionary_images, dictionary_layers

SIZE, SPRITE, SHARD, ICON, CROP, EXAMPLES, GROUPS = 224, 48, 16, 24, 40, 6, 4
ASKED = {"classes": [10, 26, 5], "logits": [9.5, 7.25, 4.0], "probabilities": [0.71, 0.21, 0.043]}
STRIDES = {"blocks.2.2": 8, "blocks.4.2": 16}
SHOWN = ("astronaut", "brick", "china", "coffee", "chelsea", "flower", "motorcycle", "rocket")


def make_dictionaries(run: Path, chosen: RunSettings) -> None:
    """Write sprites and examples of all layers, and the dictionaries of all images."""
    for layer in dictionary_layers(chosen):
        make_channels(run, layer)
        for image, photo in dictionary_images(chosen).items():
            make_dictionary(run, image, photo, layer)


def make_channels(run: Path, layer: str) -> None:
    """Write a layer's sprites, crops of photos, and its examples; channel 1 has two, 2 none."""
    random = seeds.generator("channels", layer)
    photos = [Image.fromarray(whole_photo(name, 1 << 24)) for name in SHOWN]

    def crop(channel: int, size: int) -> np.ndarray:
        photo = photos[channel % len(photos)]
        side = min(photo.size) // 3
        left, top = (int(random.integers(0, length - side)) for length in photo.size)
        return np.asarray(photo.resize((size, size), box=(left, top, left + side, top + side)))

    firsts = range(0, CHANNELS, SHARD)
    for first in firsts:
        channels = range(first, min(first + SHARD, CHANNELS))
        icon = np.stack([crop(channel, SPRITE) for channel in channels])
        activation = np.zeros(len(channels), np.float32)
        stores.write(sprite_path(run, layer, first), {"icon": icon, "activation": activation}, {})
    index = {"channels": CHANNELS, "size": SPRITE, "columns": 5, "shards": list(firsts)}
    stores.write_manifest(sprites_path(run, layer), {**index, "digest": "5" * 64}, {})
    view = np.tile(np.arange(EXAMPLES), (CHANNELS, 1))
    view[1, 2:] = view[2] = -1
    examples = {
        "crop": np.stack([[crop(c, CROP) for _ in range(EXAMPLES)] for c in range(CHANNELS)]),
        "view": view,
        "place": np.zeros((CHANNELS, EXAMPLES, 2), np.int64),
        "activation": np.zeros((CHANNELS, EXAMPLES), np.float32),
    }
    stores.write(examples_path(run, layer), examples, {})


def make_dictionary(run: Path, image: str, photo: str, layer: str) -> None:
    """Write what an image is to a layer: the icon of a place is the photo there."""
    whole = Image.fromarray(whole_photo(photo, 1 << 24))
    whole.thumbnail((SIZE, SIZE))
    width, height = (-(-length // STRIDES[layer]) for length in whole.size)
    random = seeds.generator("dictionary", image, layer)
    activation = activations(whole, height, width, random)
    gradient = random.normal(0, 0.02, (3, height, width, CHANNELS)).astype(np.float32)
    gradient[0] += 0.03 * activation / activation.max()
    share = np.stack([activation[..., group::GROUPS].mean(2) for group in range(GROUPS)], 2)
    arrays = {
        "seen": np.asarray(whole),
        "activation": activation,
        "gradient": gradient,
        "group_share": share / share.max((0, 1)),
        "group_direction": random.random((GROUPS, CHANNELS), np.float32),
        "group_icon": icons(whole, 1, GROUPS)[0],
        "icon": icons(whole, height, width),
        "cosine": 0.7 + 0.3 * random.random((height, width), np.float32),
    }
    stores.write(dictionary_path(run, image, layer), arrays, {}, facts=ASKED)


def activations(
    whole: Image.Image, height: int, width: int, random: np.random.Generator
) -> np.ndarray:
    """Return (h, w, CHANNELS) float32 >= 0 that follow the photo's colours.

    One corner is dead, and another, where padding would show, is the strongest.
    """
    seen = np.asarray(whole.resize((width, height)), np.float32) / 255
    mixture = random.normal(0, 1, (3, CHANNELS)).astype(np.float32)
    noise = random.random((height, width, CHANNELS), np.float32)
    found = np.maximum((seen - 0.4) @ mixture + 0.3 * noise, 0)
    found[0, 0] = 0
    found[-1, 0] += found.max()
    return found


def icons(whole: Image.Image, rows: int, cols: int) -> np.ndarray:
    """Return (rows, cols, ICON, ICON, 3) uint8: the photo around each place."""
    near = np.asarray(whole.resize((cols * ICON, rows * ICON)))
    return near.reshape(rows, ICON, cols, ICON, 3).swapaxes(1, 2).copy()

"""Judge a texture by Gram matrices: the synthesis' own in float32, and those of another network.

The other network is EfficientNet-Lite0, which no texture was made with. Beside the texture it sees
noise with the very colours of the source, its pixels in random order, and two parts of the photo
itself, which says how near a texture could be. Distances are the paper's loss, each layer divided
by the energy of its target, in layers that have more places than channels at this size.

usage: judge.py SOURCE TEXTURE.npy
"""

import json
import sys

import numpy as np
from common import LAYERS, source_of

from activation_atlas.networks import load_network
from activation_atlas.networks.device import REFERENCE
from activation_atlas.networks.vgg import load_vgg
from activation_atlas.settings import DeviceSettings, NetworkSettings
from activation_atlas.textures.compare import distance, grams, relative_errors

OTHERS = ("blocks.1.1", "blocks.2.1", "blocks.4.2")


def main(name: str, texture: str) -> None:
    """Print errors and distances as JSON."""
    image = np.load(texture)
    source = source_of(name, len(image))
    pixels = source.reshape(-1, 3)
    noise = np.random.default_rng(0).permutation(pixels).reshape(source.shape)
    vgg = load_vgg("random", None, 0, REFERENCE)
    other = load_network(NetworkSettings(), DeviceSettings(name="cpu", dtype="float32"), OTHERS)

    own = relative_errors(grams(vgg, image, LAYERS), grams(vgg, source, LAYERS))
    target = grams(other, source, OTHERS)
    texture_errors = relative_errors(grams(other, image, OTHERS), target)
    noise_errors = relative_errors(grams(other, noise, OTHERS), target)
    made, shuffled = (distance(grams(other, one, OTHERS), target) for one in (image, noise))
    half = len(source) // 2
    parts = [grams(other, one, OTHERS) for one in (source[:half], source[half:])]
    result = {
        "relative_gram_error": float(np.mean(list(own.values()))),
        "distance_in_efficientnet": made,
        "distance_of_noise": shuffled,
        "distance_of_the_photos_halves": distance(*parts),
        "times_nearer_than_noise": shuffled / made,
        "relative_errors_in_efficientnet": _rounded(texture_errors),
        "relative_errors_of_noise": _rounded(noise_errors),
    }
    print(json.dumps(_rounded(result)))


def _rounded(numbers: dict) -> dict:
    return {
        name: round(value, 5) if isinstance(value, float) else value
        for name, value in numbers.items()
    }


if __name__ == "__main__":
    main(*sys.argv[1:])

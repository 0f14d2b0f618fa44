"""Synthesize a texture with this package.

usage: ours.py SOURCE SIZE ITERATIONS TEXTURE.npy DTYPE [OCTAVES]
"""

import resource
import sys
import time

import numpy as np
from common import LAYERS, source_of

from activation_atlas.settings import DeviceSettings, TextureNetworkSettings, TexturesSettings
from activation_atlas.textures.features import load_features
from activation_atlas.textures.texture import make_textures


def main(
    name: str, size: str, iterations: str, texture: str, dtype: str, octaves: str = "1"
) -> None:
    """Synthesize, save, print the peak memory in MB and the seconds an iteration."""
    texture_network, sides = TextureNetworkSettings(), (int(size), int(size))
    steps = int(iterations) // int(octaves) + 1  # the first one is not timed
    settings = TexturesSettings(
        size=sides, steps=steps, octaves=int(octaves), layers=list(LAYERS), snapshots=[]
    )
    features = load_features(texture_network, DeviceSettings(name="cpu", dtype=dtype))
    source, times = source_of(name, int(size)), []
    (made,) = make_textures(
        features,
        source,
        settings,
        texture_network,
        name,
        0,
        lambda _: times.append(time.perf_counter()),
    )
    np.save(texture, made.image)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print((times[-1] - times[0]) / (len(times) - 1))


if __name__ == "__main__":
    main(*sys.argv[1:])

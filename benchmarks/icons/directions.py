"""Directions for the comparison of icon renderers: activations of real photos.

usage: directions.py OUTPUT.npy
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

from activation_atlas.images import build_catalogue, open_catalogue
from activation_atlas.networks import load_network
from activation_atlas.raster import to_rgb
from activation_atlas.seeds import generator
from activation_atlas.settings import DeviceSettings, ImagesSettings, NetworkSettings

LAYER, COUNT, SIZE = "blocks.4.2", 32, 224


def main(output: str) -> None:
    """Write (32, 112) float32: one random position of each of 32 random crops."""
    settings = ImagesSettings(crops=20)
    with tempfile.TemporaryDirectory() as folder:
        build_catalogue(Path(folder), settings, seed=0, size=SIZE, threads=1)
        catalogue = open_catalogue(Path(folder), settings)
        chosen = generator("directions").permutation(len(catalogue))[:COUNT]
        images = np.stack([catalogue.read(int(index), SIZE) for index in chosen])
    network = load_network(NetworkSettings(), DeviceSettings(), [LAYER])
    with torch.no_grad():
        rgb = to_rgb(images)
        maps = network.activations(rgb)[LAYER].numpy()
    places = [
        generator("directions", index).integers(1, maps.shape[2] - 1, 2) for index in range(COUNT)
    ]
    np.save(output, np.stack([maps[i, :, row, col] for i, (row, col) in enumerate(places)]))


if __name__ == "__main__":
    main(sys.argv[1])

"""Render icons with this package's default recipe.

usage: ours.py DIRECTIONS.npy ICONS.npy
"""

import sys
import time

import numpy as np

from activation_atlas.networks import load_network
from activation_atlas.recipes import carter2019
from activation_atlas.settings import DeviceSettings, IconsSettings, NetworkSettings

LAYER = "blocks.4.2"


def main(directions: str, icons: str) -> None:
    """Render, save (n, 96, 96, 3) uint8 and print the seconds an icon."""
    means = np.load(directions)
    names = [("benchmark", index) for index in range(len(means))]
    network = load_network(NetworkSettings(), DeviceSettings(), [LAYER])
    cells = [carter2019.Cells(means, names)]
    next(carter2019.render(network, LAYER, cells, IconsSettings(size=96, steps=2)))
    start = time.perf_counter()
    rendered = next(carter2019.render(network, LAYER, cells, IconsSettings(size=96)))
    print((time.perf_counter() - start) / len(means))
    np.save(icons, rendered.images)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Render a whole activation grid with this package, its groups' icons included.

usage: grid.py ACTIVATION.npy SIZE STEPS ICONS.npy
"""

import sys
import time

import numpy as np
import torch
from places import judged

from activation_atlas.dictionaries.grid import render_grid
from activation_atlas.dictionaries.groups import factors
from activation_atlas.networks import load_network
from activation_atlas.settings import (
    DeviceSettings,
    DictionariesSettings,
    IconsSettings,
    NetworkSettings,
)

LAYER = "blocks.4.2"


def main(source: str, size: str, steps: str, icons: str) -> None:
    """Render, save the judged places' icons and print the seconds of the grid."""
    torch.set_num_threads(2)
    activation = np.load(source)
    network = load_network(NetworkSettings(), DeviceSettings(), [LAYER])
    start = time.perf_counter()
    groups = factors(activation, DictionariesSettings().groups)
    settings = IconsSettings(size=int(size), steps=int(steps))
    grid = render_grid(network, LAYER, activation, groups, settings, ("benchmark",))
    print(time.perf_counter() - start)
    flat = grid.icon.reshape(-1, *grid.icon.shape[2:])
    np.save(icons, flat[judged(activation)])


if __name__ == "__main__":
    main(*sys.argv[1:])

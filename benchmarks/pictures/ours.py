"""Render channels with this package.

usage: ours.py CHANNELS SIZE STEPS PICTURES.npy
"""

import sys
import time

import numpy as np
import torch

from activation_atlas.networks import load_network
from activation_atlas.optimize.objectives import channel
from activation_atlas.recipes import find
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.settings import DeviceSettings, NetworkSettings

LAYER = "blocks.4.2"


def main(channels: str, size: str, steps: str, pictures: str) -> None:
    """Render, save (n, size, size, 3) uint8 and print the seconds a picture."""
    torch.set_num_threads(2)
    numbers = list(range(int(channels)))
    network = load_network(NetworkSettings(), DeviceSettings(), [LAYER])
    names = [("channel", LAYER, number) for number in numbers]
    order = Order(numbers, lambda some: channel(LAYER, some), names, int(size), int(size))
    recipe = find("olah2017")
    list(render(network, recipe.with_steps(2), order))
    start = time.perf_counter()
    rendered = list(render(network, recipe.with_steps(int(steps)), order))
    print((time.perf_counter() - start) / len(numbers))
    np.save(pictures, np.stack([picture.image for picture in rendered]))


if __name__ == "__main__":
    main(*sys.argv[1:])

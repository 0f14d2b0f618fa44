"""Make pictures of classes by one recipe, and keep them after each of the given numbers of steps.

usage: pictures.py RECIPE SIZE PICTURES.npz STEPS...
"""

import sys

import numpy as np

from activation_atlas.networks import load_network
from activation_atlas.optimize.objectives import logit
from activation_atlas.recipes import find
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.settings import DeviceSettings, NetworkSettings

CLASSES = (954, 543, 251, 783, 776, 144, 1, 130, 207, 291, 340, 388, 417, 609, 779, 985)


def main(recipe: str, size: str, pictures: str, *steps: str) -> None:
    """Render as many steps as the largest number, and save a stack of pictures for each number."""
    network = load_network(NetworkSettings(), DeviceSettings(), [])
    kept, side = sorted({*map(int, steps)}), int(size)
    names = [("class", number) for number in CLASSES]
    order = Order(CLASSES, logit, names, side, side, snapshots=kept)
    made = list(render(network, find(recipe, kept[-1]), order))
    stacks = {str(step): np.stack([one.snapshots[step] for one in made]) for step in kept}
    np.savez(pictures, classes=CLASSES, **stacks)


if __name__ == "__main__":
    main(*sys.argv[1:])

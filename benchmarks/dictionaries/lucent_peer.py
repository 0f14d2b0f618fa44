"""Render icons of some places with torch-lucent, one after another, at their own size.

usage: lucent_peer.py ACTIVATION.npy SIZE STEPS ICONS.npy
"""

import sys
import time
from pathlib import Path

import numpy as np
import torch
from lucent.optvis.objectives import direction_neuron

sys.path.append(str(Path(__file__).parents[1] / "icons"))
from lucent_loop import LUCENT_LAYER, render_one
from network import Scaled
from places import judged


def main(source: str, size: str, steps: str, icons: str) -> None:
    """Render, save (n, size, size, 3) uint8 and print the seconds of as many as the map has."""
    activation, network = np.load(source), Scaled()
    vectors = torch.from_numpy(activation.reshape(-1, activation.shape[2]))
    chosen = judged(activation)
    render_one(network, direction_neuron(LUCENT_LAYER, vectors[0]), int(size), 1)
    start = time.perf_counter()
    rendered = [
        render_one(network, direction_neuron(LUCENT_LAYER, vectors[place]), int(size), int(steps))
        for place in chosen
    ]
    print((time.perf_counter() - start) / len(chosen) * len(vectors))
    np.save(icons, (np.stack(rendered).clip(0, 1) * 255).round().astype(np.uint8))


if __name__ == "__main__":
    main(*sys.argv[1:])

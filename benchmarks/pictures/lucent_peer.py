"""Render channels with torch-lucent: its standard loop, one picture after another.

usage: lucent_peer.py CHANNELS SIZE STEPS PICTURES.npy
"""

import sys
import time
from pathlib import Path

import numpy as np
from lucent.optvis.objectives import channel

sys.path.append(str(Path(__file__).parents[1] / "icons"))
from lucent_loop import LUCENT_LAYER, render_one
from network import Scaled


def main(channels: str, size: str, steps: str, pictures: str) -> None:
    """Render, save (n, size, size, 3) uint8 and print the seconds a picture."""
    network = Scaled()
    render_one(network, channel(LUCENT_LAYER, 0), int(size), 1)
    start = time.perf_counter()
    rendered = [
        render_one(network, channel(LUCENT_LAYER, number), int(size), int(steps))
        for number in range(int(channels))
    ]
    print((time.perf_counter() - start) / int(channels))
    np.save(pictures, (np.stack(rendered).clip(0, 1) * 255).round().astype(np.uint8))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Render icons with dreamlens as it comes: its icon renderer, one attempt.

usage: dreamlens_peer.py DIRECTIONS.npy ICONS.npy
"""

import sys
import time

import numpy as np
from dreamlens.render import render_icons
from network import LAYER, Scaled


def main(directions: str, icons: str) -> None:
    """Render, save (n, 96, 96, 3) uint8 and print the seconds an icon."""
    means, network = np.load(directions), Scaled()
    options = {"layer": f"net.{LAYER}", "size": 96, "num_attempts": 1}
    render_icons(means, network, n_steps=1, **options)
    start = time.perf_counter()
    images, _ = render_icons(means, network, **options)
    print((time.perf_counter() - start) / len(means))
    np.save(icons, (np.stack(images).clip(0, 1) * 255).round().astype(np.uint8))


if __name__ == "__main__":
    main(*sys.argv[1:])

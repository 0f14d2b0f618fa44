"""Render channels with torch-lucent: its standard loop, one picture after another.

usage: lucent_peer.py CHANNELS SIZE STEPS PICTURES.npy
"""

import sys
import time
from pathlib import Path

import numpy as np
from lucent.optvis import objectives, param, render

sys.path.append(str(Path(__file__).parents[1] / "icons"))
from network import LAYER, Scaled


def main(channels: str, size: str, steps: str, pictures: str) -> None:
    """Render, save (n, size, size, 3) uint8 and print the seconds a picture."""
    network = Scaled()
    render_one(network, 0, int(size), 1)
    start = time.perf_counter()
    rendered = [render_one(network, n, int(size), int(steps)) for n in range(int(channels))]
    print((time.perf_counter() - start) / int(channels))
    np.save(pictures, (np.stack(rendered).clip(0, 1) * 255).round().astype(np.uint8))


def render_one(network: Scaled, number: int, size: int, steps: int) -> np.ndarray:
    """Return the picture (size, size, 3) of a channel in [0, 1]."""
    return render.render_vis(
        network,
        objectives.channel(f"net_{LAYER.replace('.', '_')}", number),
        lambda: param.image(size),
        thresholds=(steps,),
        preprocess=False,
        progress=False,
        show_image=False,
        fixed_image_size=size,
    )[0][0]


if __name__ == "__main__":
    main(*sys.argv[1:])

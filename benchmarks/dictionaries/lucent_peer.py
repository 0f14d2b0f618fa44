"""Render icons of some places with torch-lucent, one after another, at their own size.

usage: lucent_peer.py ACTIVATION.npy SIZE STEPS ICONS.npy
"""

import sys
import time
from pathlib import Path

import numpy as np
import torch
from lucent.optvis import objectives, param, render

sys.path.append(str(Path(__file__).parents[1] / "icons"))
from places import judged

from network import LAYER, Scaled


def main(source: str, size: str, steps: str, icons: str) -> None:
    """Render, save (n, size, size, 3) uint8 and print the seconds of as many as the map has."""
    activation, network = np.load(source), Scaled()
    vectors = torch.from_numpy(activation.reshape(-1, activation.shape[2]))
    chosen = judged(activation)
    render_one(network, vectors[0], int(size), 1)
    start = time.perf_counter()
    rendered = [render_one(network, vectors[place], int(size), int(steps)) for place in chosen]
    print((time.perf_counter() - start) / len(chosen) * len(vectors))
    np.save(icons, (np.stack(rendered).clip(0, 1) * 255).round().astype(np.uint8))


def render_one(network: Scaled, vector: torch.Tensor, size: int, steps: int) -> np.ndarray:
    """Return the icon (size, size, 3) of a vector (C,) in [0, 1]."""
    return render.render_vis(
        network,
        objectives.direction_neuron(f"net_{LAYER.replace('.', '_')}", vector),
        lambda: param.image(size),
        thresholds=(steps,),
        preprocess=False,
        progress=False,
        show_image=False,
        fixed_image_size=size,
    )[0][0]


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Render icons with torch-lucent: batches, the direction objective at the central position.

It enlarges small images to 224 px by default; ``SIZE 96`` makes it optimize them at their own
size, which is what it is judged at.

usage: lucent_peer.py DIRECTIONS.npy ICONS.npy SIZE
"""

import sys
import time

import numpy as np
import torch
from lucent.optvis import objectives, param, render
from network import LAYER, Scaled

STEPS = 128
BATCH = 8  # larger ones take longer an icon


def main(directions: str, icons: str, size: str) -> None:
    """Render, save (n, 96, 96, 3) uint8 and print the seconds an icon."""
    means, network = torch.from_numpy(np.load(directions)), Scaled()
    render_batch(network, means[:BATCH], int(size), steps=1)
    start = time.perf_counter()
    parts = [render_batch(network, part, int(size), STEPS) for part in means.split(BATCH)]
    print((time.perf_counter() - start) / len(means))
    np.save(icons, (np.concatenate(parts).clip(0, 1) * 255).round().astype(np.uint8))


def render_batch(network: Scaled, means: torch.Tensor, size: int, steps: int) -> np.ndarray:
    """Return the icons (n, 96, 96, 3) of the means (n, C) in [0, 1]."""
    layer = f"net_{LAYER.replace('.', '_')}"
    # Objective.sum exhausts a generator at its first call: give it a list.
    objective = objectives.Objective.sum(
        [objectives.direction_neuron(layer, mean, batch=index) for index, mean in enumerate(means)]
    )
    return render.render_vis(
        network,
        objective,
        lambda: param.image(96, batch=len(means)),
        thresholds=(steps,),
        preprocess=False,
        progress=False,
        show_image=False,
        fixed_image_size=size,
    )[0]


if __name__ == "__main__":
    main(*sys.argv[1:])

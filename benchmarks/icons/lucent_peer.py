"""Render icons with torch-lucent: one batch, the direction objective at the central position.

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


def main(directions: str, icons: str, size: str) -> None:
    """Render, save (n, 96, 96, 3) uint8 and print the seconds an icon."""
    means, network = torch.from_numpy(np.load(directions)), Scaled()
    layer = f"net_{LAYER.replace('.', '_')}"
    # Objective.sum exhausts a generator at its first call: give it a list.
    objective = objectives.Objective.sum(
        [objectives.direction_neuron(layer, mean, batch=index) for index, mean in enumerate(means)]
    )

    def run(steps: int) -> np.ndarray:
        return render.render_vis(
            network,
            objective,
            lambda: param.image(96, batch=len(means)),
            thresholds=(steps,),
            preprocess=False,
            progress=False,
            show_image=False,
            fixed_image_size=int(size),
        )[0]

    run(1)
    start = time.perf_counter()
    images = run(STEPS)
    print((time.perf_counter() - start) / len(means))
    np.save(icons, (images.clip(0, 1) * 255).round().astype(np.uint8))


if __name__ == "__main__":
    main(*sys.argv[1:])

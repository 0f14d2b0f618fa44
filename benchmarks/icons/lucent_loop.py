"""torch-lucent's standard loop for one picture at its own size."""

import numpy as np
from lucent.optvis import objectives, param, render
from network import LAYER, Scaled

LUCENT_LAYER = f"net_{LAYER.replace('.', '_')}"


def render_one(
    network: Scaled, objective: objectives.Objective, size: int, steps: int
) -> np.ndarray:
    """Return the picture (size, size, 3) of an objective in [0, 1]."""
    return render.render_vis(
        network,
        objective,
        lambda: param.image(size),
        thresholds=(steps,),
        preprocess=False,
        progress=False,
        show_image=False,
        fixed_image_size=size,
    )[0][0]

"""An image made by Gram matrices, as a notebook and the command line get it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PIL import Image


@dataclass(frozen=True)
class Painting:
    """An image and what it was made by.

    Attributes:
        image: As a notebook shows it.
        curve: (steps,) float32, the loss at each step.
        snapshots: The image after so many steps, by that number.
        settings: JSON values: network and digest of its weights, settings, seed, versions.
    """

    image: Image.Image
    curve: np.ndarray
    snapshots: Mapping[int, Image.Image]
    settings: dict[str, object]

"""What both ways of synthesis share: the sources and the layers."""

import numpy as np

from activation_atlas.settings import TexturesSettings
from activation_atlas.textures.features import TEXTURE_LAYERS
from activation_atlas.textures.sources import load_source

LAYERS = TEXTURE_LAYERS["random"]


def source_of(name: str, size: int) -> np.ndarray:
    """Return the square of a sample photo or of its part, (size, size, 3) uint8."""
    return np.array(load_source(name, TexturesSettings(source_size=size), 10**8))

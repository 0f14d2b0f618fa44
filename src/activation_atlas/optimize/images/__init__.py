"""Image parameterizations: how a batch of images is given by numbers that are optimized."""

from activation_atlas.optimize.images.alpha import AlphaImages, RandomBackground
from activation_atlas.optimize.images.cppn import CPPNImages
from activation_atlas.optimize.images.fourier import FourierImages
from activation_atlas.optimize.images.parameterization import Images
from activation_atlas.optimize.images.pixels import Pixels, SquashedPixels
from activation_atlas.optimize.images.shared import SharedImages

__all__ = [
    "AlphaImages",
    "CPPNImages",
    "FourierImages",
    "Images",
    "Pixels",
    "RandomBackground",
    "SharedImages",
    "SquashedPixels",
]

"""The engine: image parameterizations, transforms, objectives and the loop that joins them."""

from activation_atlas.optimize.affine import RandomAffine
from activation_atlas.optimize.fourier import FourierImages
from activation_atlas.optimize.halving import best_of_tries
from activation_atlas.optimize.objectives import at_centre, cosine, direction

__all__ = ["FourierImages", "RandomAffine", "at_centre", "best_of_tries", "cosine", "direction"]

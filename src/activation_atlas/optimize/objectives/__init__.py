"""What a picture is optimized for: scores that add, scale and negate."""

from activation_atlas.optimize.objectives.blend import interpolation, scaled
from activation_atlas.optimize.objectives.direction import (
    at_centre,
    cosine,
    direction,
    dot_cosine,
)
from activation_atlas.optimize.objectives.diversity import diversity
from activation_atlas.optimize.objectives.match import caricature, guided, half_square, inversion
from activation_atlas.optimize.objectives.objective import Objective, Outputs
from activation_atlas.optimize.objectives.patches import PatchMixture
from activation_atlas.optimize.objectives.penalties import (
    blurriness,
    l1,
    l2,
    total_variation,
)
from activation_atlas.optimize.objectives.prior import SpectrumPrior
from activation_atlas.optimize.objectives.units import channel, layer, logit, neuron, probability

__all__ = [
    "Objective",
    "Outputs",
    "PatchMixture",
    "SpectrumPrior",
    "at_centre",
    "blurriness",
    "caricature",
    "channel",
    "cosine",
    "direction",
    "diversity",
    "dot_cosine",
    "guided",
    "half_square",
    "interpolation",
    "inversion",
    "l1",
    "l2",
    "layer",
    "logit",
    "neuron",
    "probability",
    "scaled",
    "total_variation",
]

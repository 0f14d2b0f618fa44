"""Random views of images, one an image and step, that keep an image from being a mere accident."""

from activation_atlas.optimize.transforms.affine import RandomAffine
from activation_atlas.optimize.transforms.chain import Chain
from activation_atlas.optimize.transforms.colour_shift import ColourShift
from activation_atlas.optimize.transforms.noise import Noise
from activation_atlas.optimize.transforms.pieces import Jitter, Pad, Rotate, Scale
from activation_atlas.optimize.transforms.roll import Roll
from activation_atlas.optimize.transforms.sequence import apply_all, draw_all
from activation_atlas.optimize.transforms.sets import LUCID, PAPER
from activation_atlas.optimize.transforms.transform import Transform

__all__ = [
    "LUCID",
    "PAPER",
    "Chain",
    "ColourShift",
    "Jitter",
    "Noise",
    "Pad",
    "RandomAffine",
    "Roll",
    "Rotate",
    "Scale",
    "Transform",
    "apply_all",
    "draw_all",
]

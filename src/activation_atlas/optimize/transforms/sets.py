"""The sets of transforms that Olah et al. published. They differ: name the one used."""

from activation_atlas.optimize.transforms.chain import Chain
from activation_atlas.optimize.transforms.pieces import Jitter, Pad, Rotate, Scale

PAPER = (
    Chain(
        (
            Pad(16),
            Jitter(16),
            Scale((1, 0.975, 1.025, 0.95, 1.05)),
            Rotate(range(-5, 6)),
            Jitter(8),
        )
    ),
)
"""Olah et al. 2017, "Feature Visualization": the settings that the article gives."""

LUCID = (
    Chain(
        (
            Pad(12),
            Jitter(8),
            Scale(tuple(1 + step / 50 for step in range(-5, 6))),
            Rotate((*range(-10, 11), *5 * [0])),
            Jitter(4),
        )
    ),
)
"""Lucid's `optvis/transform.py`, its standard transforms."""

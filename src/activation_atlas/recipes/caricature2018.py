"""Caricatures: Lucid 2018, notebook "Feature Inversion Caricatures" and `recipes/caricature.py`.

An image from noise that exaggerates what a layer sees in a photo: a Fourier image whose activations
have a large dot product with the photo's, place by place. Both go through the same transforms at
every step, so that places stay together however the views are turned.

Parameterization, transforms, rate and steps are those of :mod:`activation_atlas.recipes.olah2017`,
and so Lucid's. So is the power of the cosine, 0: the norm grows freely, which exaggerates; other
powers that its authors tried are 0.5 to 8. The notebook adds what a blur would remove, with a sign
that rewards it; the later recipe leaves it out, as this one does.
"""

from dataclasses import replace

from activation_atlas.optimize.objectives import Objective, caricature
from activation_atlas.recipes.inversion import Inversion
from activation_atlas.recipes.olah2017 import OLAH

POWER = 0.0


def _objective(layer: str) -> Objective:
    return caricature(layer, power=POWER)


CARICATURE = Inversion(
    replace(
        OLAH,
        name="caricature",
        paper="Lucid 2018, Feature Inversion Caricatures",
    ),
    _objective,
)

INVERSIONS = (CARICATURE,)

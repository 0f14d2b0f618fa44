"""Class images with jitter and a learned prior: Mordvintsev, Olah and Tyka 2015, "Inceptionism".

The blog shows a banana that comes out of noise once "natural image statistics" are imposed, and
gives neither formula nor numbers. This project's reading: S_c + μ log p(x) is maximized, where p
is a Gaussian of images with the spectrum and colours of natural ones, or a mixture of patches;
jitter, step and octaves are those of :mod:`activation_atlas.recipes.deepdream`. Without prior the
recipe is the same but for p, and its steps are those of plain pixels.
"""

from dataclasses import replace

from activation_atlas.optimize.objectives import PatchMixture, SpectrumPrior
from activation_atlas.optimize.operators import PriorMetric
from activation_atlas.optimize.schedule import Linear
from activation_atlas.recipes.deepdream import octaves
from activation_atlas.recipes.plain import PLAIN
from activation_atlas.recipes.recipe import Recipe

OCTAVES = 3
STEPS = 60
"""An octave."""
RATE = Linear(3.0, 0.3)
"""Grey levels that a typical pixel moves a step, in each octave."""
METRIC = 0.6
"""Share of the prior's covariance in the metric of the steps."""
WEIGHT = 30.0
"""μ of the Gaussian's log p a pixel."""
PATCH_WEIGHT = 3.0
"""μ of the patches' log p a pixel."""


NO_PRIOR = replace(
    PLAIN,
    name="mordvintsev2015-noprior",
    paper="Mordvintsev et al. 2015, Inceptionism, class images without a prior",
    stages=octaves(OCTAVES, STEPS, RATE),
)


def with_spectrum(prior: SpectrumPrior, weight: float = WEIGHT) -> Recipe:
    """Return the recipe with a Gaussian prior, in whose metric steps are taken."""
    return replace(
        NO_PRIOR,
        name="mordvintsev2015",
        paper="Mordvintsev et al. 2015, Inceptionism, class images with a learned prior",
        stages=tuple(
            replace(stage, smoothing=(PriorMetric(prior, METRIC),)) for stage in NO_PRIOR.stages
        ),
        penalty=weight * prior.objective(),
    )


def with_patches(
    prior: SpectrumPrior, mixture: PatchMixture, weight: float = PATCH_WEIGHT
) -> Recipe:
    """Return the recipe with a mixture of patches as its prior, in a Gaussian prior's metric."""
    return replace(
        with_spectrum(prior),
        name="mordvintsev2015-patches",
        paper="Mordvintsev et al. 2015, Inceptionism, class images with a prior of patches",
        penalty=weight * mixture.objective(),
    )


PRIOR = with_spectrum(SpectrumPrior.natural())

RECIPES = (PRIOR, NO_PRIOR)

"""Figure 12: class images with an L2 penalty alone."""

from collections.abc import Sequence

import numpy as np

from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.figures.figure import Figure
from activation_atlas.optimize.images.pixels import WHITE
from activation_atlas.optimize.objectives import logit
from activation_atlas.recipes import find
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.sheets.studio import Studio

RECIPE = "simonyan2014"
COLUMNS = 3
REACH = 99.5
"""Percentile of a picture's distances to the mean colour that is drawn as the largest one."""


def classes(studio: Studio) -> Figure:
    """Return pictures of several classes, from the zero image."""
    network, recipe, size = studio.network(), find(RECIPE), studio.size
    shown = studio.classes()
    order = Order(shown, logit, [("class", one) for one in shown], size, size, studio.seed)
    pictures = list(render(network, recipe, order))
    panels = [
        stretched(
            picture.image,
            network.input.mean,
            f"{studio.label(one)}, score {picture.curve[-1]:.0f}",
        )
        for one, picture in zip(shown, pictures)
    ]
    return Figure(
        number=12,
        title="Class images with an L2 penalty",
        caption="Gradient ascent on the score of a class before the softmax, minus the squared"
        " length of the image, from the zero image. For display the contrast is stretched by the"
        " factor given, and the mean colour added. Aspects of a class appear many times over in"
        " one image. Nothing holds back high frequencies: the scores are far above those of"
        " photographs, though little is to be seen.",
        image=sheet(
            "Classes, with an L2 penalty alone",
            [panels[first : first + COLUMNS] for first in range(0, len(panels), COLUMNS)],
            note=studio.note(recipe),
        ),
        settings=studio.facts(recipe, classes=shown, size=size),
        curves={studio.label(one): picture.curve for one, picture in zip(shown, pictures)},
    )


def stretched(image: np.ndarray, mean: Sequence[float], label: str) -> Panel:
    """Return a picture with its contrast stretched about the mean colour, which the label says."""
    middle = np.rint(WHITE * np.array(mean))
    levels = image - middle
    factor = max(1.0, WHITE / 2 / max(1.0, np.percentile(np.abs(levels), REACH)))
    shown = (middle + factor * levels).round().clip(0, WHITE).astype(np.uint8)
    return Panel(shown, f"{label}, contrast ×{factor:.1f}")

"""A class drawn with the bilateral filter, beside the Gaussian blur (Tyka 2016)."""

from dataclasses import replace

from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.figures.figure import Figure
from activation_atlas.optimize.objectives import logit
from activation_atlas.recipes.oygard2015 import OYGARD, ZOOM
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.recipes.tyka2016 import TYKA
from activation_atlas.sheets.studio import Studio

STARTS = 2
"""Pictures by each filter, each from its own noise."""


def pelican(studio: Studio) -> Figure:
    """Return figure 25: the same loop with either filter, at the published size."""
    network, side = studio.network(), round(ZOOM * studio.size)
    (index,) = studio.classes("pelican")
    names = [("class", index, start) for start in range(STARTS)]
    order = Order([index] * STARTS, logit, names, side, side, studio.seed)
    recipes = {
        label: replace(recipe, seeded_as=OYGARD.name)
        for label, recipe in (("bilateral filter", TYKA), ("Gaussian blur", OYGARD))
    }
    pictures = {label: list(render(network, recipe, order)) for label, recipe in recipes.items()}
    title = f"{studio.label(index).capitalize()} with a filter that keeps edges"
    return Figure(
        25,
        title,
        f"The loop of figure 18 on a canvas of {side} pixels, {ZOOM} times the figures' size as"
        " published, with a bilateral filter and with its own Gaussian blur, from the same starts:"
        " the filter smooths within areas of like colour and leaves their edges sharp.",
        sheet(
            title,
            [[Panel(picture.image) for picture in row] for row in pictures.values()],
            row_labels=list(pictures),
            note=studio.note(*recipes.values()),
        ),
        studio.facts(*recipes.values(), classes=[index], size=side),
        {
            f"{label}, start {start}": picture.curve
            for label, row in pictures.items()
            for start, picture in enumerate(row, start=1)
        },
    )

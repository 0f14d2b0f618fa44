"""Classes drawn in octaves, with the image blurred at every step (Øygard 2015)."""

from collections.abc import Sequence

from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.figures.figure import Figure
from activation_atlas.optimize.objectives import logit
from activation_atlas.recipes.oygard2015 import OYGARD, STEPS
from activation_atlas.recipes.pictures import Order, Picture, render
from activation_atlas.sheets.studio import Studio

SMALLER = 1.4
TRIES = 2
"""Saxophones shown, each from its own noise."""


def whole_side(studio: Studio) -> int:
    """Return the side in pixels at which the default network draws whole animals and things.

    At the published size, 1.2 times the network's input, it draws many of their parts.
    """
    return round(studio.size / SMALLER)


def dalmatian_and_screw(studio: Studio) -> Figure:
    """Return figure 18: two classes after the first octave and at the end."""
    classes = studio.classes("dalmatian", "screw")
    labels = [studio.label(index) for index in classes]
    title = "Classes in octaves, blurred at every step"
    side, seen = whole_side(studio), studio.network().input_size
    caption = (
        "Øygard's two octaves: coarse forms under a wide blur first, then details on a canvas 1.2"
        " times larger while the blur narrows. Steps and blurs are the published ones; the canvas"
        f" of {side} pixels is optimized"
        + (" as a whole" if side <= seen else f" in random crops of {seen}")
        + ", where he takes random crops of a larger one."
    )
    return _figure(studio, 18, title, caption, classes, labels)


def saxophone(studio: Studio) -> Figure:
    """Return figure 19: one class from several starts."""
    classes = studio.classes("saxophone") * TRIES
    labels = [f"{studio.label(index)}, start {n}" for n, index in enumerate(classes, start=1)]
    title = "One class in octaves, blurred at every step"
    caption = (
        "The same recipe as in figure 18 from two random starts. The network knows saxophones by"
        " their bells and keys, and often by the player."
    )
    return _figure(studio, 19, title, caption, classes, labels)


def _figure(
    studio: Studio,
    number: int,
    title: str,
    caption: str,
    classes: Sequence[int],
    labels: Sequence[str],
) -> Figure:
    network, side = studio.network(), whole_side(studio)
    names = [("class", index, start) for start, index in enumerate(classes)]
    order = Order(classes, logit, names, side, side, studio.seed, snapshots=(STEPS[0],))
    pictures = list(render(network, OYGARD, order))
    return Figure(
        number,
        title,
        caption,
        sheet(
            title,
            [_row(picture) for picture in pictures],
            row_labels=labels,
            column_labels=(f"first octave, {STEPS[0]} steps", f"second octave, {STEPS[1]} more"),
            note=studio.note(OYGARD),
        ),
        studio.facts(OYGARD, classes=list(classes), size=side),
        {label: picture.curve for label, picture in zip(labels, pictures)},
    )


def _row(picture: Picture) -> list[Panel]:
    return [Panel(picture.snapshots[STEPS[0]]), Panel(picture.image)]

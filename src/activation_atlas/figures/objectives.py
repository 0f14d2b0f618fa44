"""Figure 1: one start, five things to excite."""

from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.figures.figure import Figure
from activation_atlas.figures.units import shown_channels
from activation_atlas.optimize.objectives import channel, layer, logit, neuron, probability
from activation_atlas.recipes import find
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.sheets.studio import Studio

RECIPE = "atlas"
START = ("objectives", 0)
"""Seeds the start and the views of all five pictures."""


def side_by_side(studio: Studio) -> Figure:
    """Return the pictures of a neuron, its channel and layer, a logit and its probability."""
    middle = studio.layers[1]
    network, recipe = studio.network([middle]), find(RECIPE)
    unit, (shown,) = shown_channels(network, middle)[0], studio.classes("banana")
    wanted = {
        "neuron": (neuron(middle, [unit]), f"{middle}, channel {unit}, the centre alone"),
        "channel": (channel(middle, [unit]), f"{middle}, channel {unit}, all places"),
        "layer": (layer(middle), f"{middle}, the mean square of all channels"),
        "logit": (logit([shown]), studio.label(shown)),
        "probability": (probability([shown]), studio.label(shown)),
    }
    size, panels, curves = studio.size, [], {}
    for name, (objective, label) in wanted.items():
        order = Order([unit], lambda _, o=objective: o, [START], size, size, studio.seed)
        (picture,) = render(network, recipe, order)
        panels.append(Panel(picture.image, label))
        curves[name] = picture.curve
    return Figure(
        number=1,
        title="Five objectives",
        caption="The same start and the same random views, optimized for a neuron, a channel, a"
        " layer, a class before and a class after the softmax. A neuron shows one instance of what"
        " its channel repeats; the layer's picture is what DeepDream goes towards; a probability"
        " can grow by making other classes less likely, so that its picture says less.",
        image=sheet(
            "What can be optimized, from one start",
            [panels],
            column_labels=list(wanted),
            note=studio.note(recipe),
        ),
        settings=studio.facts(recipe, layer=middle, channel=unit, classes=[shown], size=size),
        curves=curves,
    )

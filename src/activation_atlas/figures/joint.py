"""Figure 4: two channels together, and the way from one to the other."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

import torch
from torch import Tensor

from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.figures.figure import Figure
from activation_atlas.figures.units import shown_channels
from activation_atlas.networks import Network
from activation_atlas.optimize.images import SharedImages
from activation_atlas.optimize.objectives import Objective, Outputs, channel, interpolation
from activation_atlas.recipes import find
from activation_atlas.recipes.pictures import Order, Picture, render
from activation_atlas.recipes.recipe import Recipe
from activation_atlas.sheets.studio import Studio

RECIPE = "atlas"
SIZE = 128
WAY = 6
"""Pictures from one channel to the other, with a common coarse structure."""

Couple = tuple[int, int]


def pairs(studio: Studio) -> Figure:
    """Return pairs of channels alone and together, and the ways from one to the other."""
    layer = studio.layers[1]
    network, recipe = studio.network([layer]), find(RECIPE)
    shown = shown_channels(network, layer)
    couples = list(pairwise(shown))
    draw = partial(_drawn, studio, network, layer)
    alone = dict(zip(shown, draw(recipe, shown, lambda some: channel(layer, some))))
    both = draw(recipe, couples, lambda some: _ends(layer, some, operator.add))
    between = draw(_aligned(recipe), couples, lambda some: _ends(layer, some, _way), group=WAY)
    rows, ways = [], [between[n : n + WAY] for n in range(0, len(between), WAY)]
    for (first, second), joint, steps in zip(couples, both, ways):
        pictures = [alone[first], joint, alone[second], *steps]
        rows.append([Panel(picture.image) for picture in pictures])
    names = [f"{first} + {second}" for first, second in couples]
    return Figure(
        number=4,
        title="Channels together",
        caption="Two channels alone and their sum, which is more than two pictures laid over each"
        " other; then six pictures of weights from one channel to the other, which share their"
        " coarse structure, so that only what the weights change differs.",
        image=sheet(
            f"Pairs of channels of {layer}: A, their sum, B, and the way from A to B",
            rows,
            names,
            ["A", "A + B", "B", *(f"{n / (WAY - 1):.0%} B" for n in range(WAY))],
            studio.note(recipe),
        ),
        settings=studio.facts(
            recipe, _aligned(recipe), layer=layer, pairs=[list(pair) for pair in couples], size=SIZE
        ),
        curves={name: picture.curve for name, picture in zip(names, both)},
    )


def _drawn(
    studio: Studio,
    network: Network,
    layer: str,
    recipe: Recipe,
    items: Sequence,
    objective: Callable[[Sequence], Objective],
    group: int = 1,
) -> list[Picture]:
    names = [(layer, item) for item in items]
    order = Order(items, objective, names, SIZE, SIZE, studio.seed, group)
    return list(render(network, recipe, order))


def _ends(
    layer: str, couples: Sequence[Couple], join: Callable[[Objective, Objective], Objective]
) -> Objective:
    """Return an objective of both channels of each couple."""
    first, second = (channel(layer, numbers) for numbers in zip(*couples))
    return join(first, second)


def _way(first: Objective, second: Objective) -> Objective:
    """Return the objective of pictures that go from one to the other, in groups."""

    def score(outputs: Outputs) -> Tensor:
        groups = len(outputs.images) // WAY
        return interpolation(first, second, torch.linspace(0, 1, WAY).repeat(groups))(outputs)

    return Objective(score, first.layers | second.layers)


def _aligned(recipe: Recipe) -> Recipe:
    """Return the recipe for groups of pictures with a common coarse structure."""
    return replace(
        recipe,
        name=f"{recipe.name}-aligned",
        images=lambda network, height, width: SharedImages(height, width, WAY),
    )

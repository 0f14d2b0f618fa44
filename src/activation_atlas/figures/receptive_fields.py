"""Figure 13: units of every layer, drawn as large as what they see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from activation_atlas.drawing.panel import PAPER, Panel, sheet
from activation_atlas.errors import AtlasError
from activation_atlas.figures.figure import Figure
from activation_atlas.networks import Network, layer_table, receptive_field
from activation_atlas.optimize.objectives import Objective, logit, neuron
from activation_atlas.recipes import find
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.recipes.recipe import Recipe
from activation_atlas.sheets.channels import spread
from activation_atlas.sheets.studio import Studio

RECIPE = "yosinski2015-3"
STEPS = 96
"""Steps of each picture; the recipe's own 1000 take too long for so many."""
STARTS = 4
LAYERS = {
    "efficientnet_lite0": [
        "blocks.0.0",
        "blocks.1.1",
        "blocks.2.1",
        "blocks.3.2",
        "blocks.4.2",
        "blocks.5.3",
        "blocks.6.0",
    ]
}
"""Spatial layers by network: the last of each width; of other networks some that are spread."""
COUNT = 7
ROOM = 900
"""Pixels that the units of a row share."""
FEWEST, MOST = 2, 12
"""Units of a row."""
MULTIPLE = 32
"""Canvases have sides that are multiples of so many pixels, which few networks refuse."""
GAP, APART = 2, 14
"""Pixels between the starts of a unit, and between units."""


@dataclass(frozen=True)
class _Row:
    """Units of one layer: their pictures, start by start, all of one side in pixels."""

    layer: str
    side: int
    units: Sequence[int]
    names: str
    pictures: Sequence[np.ndarray]
    curve: np.ndarray


def layers(studio: Studio) -> Figure:
    """Return units of seven layers and of the logits, each from four starts."""
    recipe = find(RECIPE).with_steps(STEPS)
    rows = [_classes(studio, recipe)]
    rows += [_neurons(studio, recipe, name) for name in reversed(_layers(studio))]
    blocks = [_block(row.pictures) for row in rows]
    width = max(block.shape[1] for block in blocks)
    return Figure(
        number=13,
        title="Units of every layer, as large as what they see",
        caption="From the classes at the top to the first layer at the bottom, the neuron at the"
        " centre of a map, four random starts each. A picture is as large as the square of the"
        " input that decides nearly all that the neuron does, its effective receptive field."
        " Higher layers show more complex and more varied features, built of what lower ones"
        f" show. {STEPS} steps in place of the published 1000.",
        image=sheet(
            "Units of every layer at their true size, four starts each",
            [[Panel(_widened(block, width), row.names)] for block, row in zip(blocks, rows)],
            [f"{row.layer}, {row.side} px" for row in rows],
            note=studio.note(recipe),
        ),
        settings=studio.facts(
            recipe,
            layers={row.layer: {"side": row.side, "units": list(row.units)} for row in rows},
            starts=STARTS,
        ),
        curves={f"{row.layer}, {row.units[0]}": row.curve for row in rows},
    )


def _layers(studio: Studio) -> list[str]:
    name = studio.settings.network.name
    found = [layer.name for layer in layer_table(name) if layer.trunk]
    return LAYERS.get(name) or [found[place] for place in spread(COUNT, len(found))]


def _classes(studio: Studio, recipe: Recipe) -> _Row:
    network = studio.network()
    side = network.input_size
    shown = studio.classes()[: _count(side)]
    images, curve = _starts(studio, network, recipe, "logits", shown, side, logit)
    return _Row("logits", side, shown, ", ".join(map(studio.label, shown)), images, curve)


def _neurons(studio: Studio, recipe: Recipe, layer: str) -> _Row:
    network = studio.network([layer])
    side = min(round(receptive_field(network, layer, network.input_size)), network.input_size)
    shown = spread(_count(side), network.channels[layer])
    canvas = _canvas(network, side)
    rows = network.shapes_at(canvas)[layer][1]
    first = round((rows // 2 + 0.5) * canvas / rows - side / 2)
    first = max(0, min(first, canvas - side))
    window = slice(first, first + side)
    images, curve = _starts(
        studio, network, recipe, layer, shown, canvas, lambda some: neuron(layer, some)
    )
    images = [image[window, window] for image in images]
    return _Row(layer, side, shown, f"channels {', '.join(map(str, shown))}", images, curve)


def _count(side: int) -> int:
    """Return how many units find room in a row."""
    return int(np.clip(ROOM // (2 * side + GAP + APART), FEWEST, MOST))


def _canvas(network: Network, side: int) -> int:
    """Return the side of the smallest canvas that the network takes and that shows the field.

    The central place of an even map lies half a place off the middle, so there is room about it.
    """
    for canvas in range(MULTIPLE, network.input_size, MULTIPLE):
        if canvas < side + MULTIPLE // 2:
            continue
        try:
            network.check_size(canvas, canvas)
        except AtlasError:
            continue
        return canvas
    return network.input_size


def _starts(
    studio: Studio,
    network: Network,
    recipe: Recipe,
    layer: str,
    units: Sequence[int],
    size: int,
    objective: Callable[[Sequence], Objective],
) -> tuple[list[np.ndarray], np.ndarray]:
    """Return all pictures of the units, start by start, and the first one's curve."""
    items = [unit for unit in units for _ in range(STARTS)]
    names = [(layer, unit, start) for unit in units for start in range(STARTS)]
    order = Order(items, objective, names, size, size, studio.seed)
    made = list(render(network, recipe, order))
    return [picture.image for picture in made], made[0].curve


def _block(pictures: Sequence[np.ndarray]) -> np.ndarray:
    """Return the units of a row on paper, each as its starts two by two, (h, w, 3) uint8."""
    side = len(pictures[0])
    step, wide = side + GAP, 2 * side + GAP + APART
    count = len(pictures) // STARTS
    block = _paper(step + side, count * wide - APART)
    for number, picture in enumerate(pictures):
        unit, start = divmod(number, STARTS)
        top, left = (start // 2) * step, unit * wide + (start % 2) * step
        block[top : top + side, left : left + side] = picture
    return block


def _widened(block: np.ndarray, width: int) -> np.ndarray:
    """Return a block with paper on its right up to a width, so that rows begin on one line."""
    wide = _paper(len(block), width)
    wide[:, : block.shape[1]] = block
    return wide


def _paper(height: int, width: int) -> np.ndarray:
    return np.full((height, width, 3), PAPER, np.uint8)

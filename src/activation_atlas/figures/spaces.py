"""Figure 24: pixels against decorrelated space, transforms, penalties, and directions of ascent."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.figures.figure import Figure
from activation_atlas.figures.units import shown_channels
from activation_atlas.networks import Network
from activation_atlas.optimize.colour import CORRELATED
from activation_atlas.optimize.images import FourierImages, Images, SquashedPixels
from activation_atlas.optimize.images.starts import DEVIATION
from activation_atlas.optimize.objectives import (
    Objective,
    Outputs,
    blurriness,
    channel,
    l1,
    total_variation,
)
from activation_atlas.optimize.transforms import LUCID, Chain, Jitter, Rotate, Scale, Transform
from activation_atlas.progress import track
from activation_atlas.raster import to_bytes
from activation_atlas.recipes import find
from activation_atlas.recipes.facts import described
from activation_atlas.recipes.pictures import Order, Picture, render
from activation_atlas.recipes.recipe import Recipe
from activation_atlas.seeds import generator
from activation_atlas.sheets.studio import Studio

RECIPE = "olah2017"
SIZE = 64
ENLARGE = 2
SNAPSHOTS = (1, 32, 128, 256, 2048)
"""Numbers of steps, the article's."""
PENALTIES: Mapping[str, Objective] = {
    "L1, weight 0.01": -0.01 * l1(),
    "total variation, weight 0.05": -0.05 * total_variation(),
    "blur, weight 1": -1.0 * blurriness(),
}
"""What the article's chapter on regularization penalizes. Its weights are 0.05, 0.25 and 1 for
Inception; the first two would leave this network's channels hardly anything."""
ROBUSTNESS: Mapping[str, tuple[Transform, ...]] = {
    "jitter by 1 pixel": (Chain((Jitter(1),)),),
    "rotation by up to 5°": (Chain((Rotate(range(-5, 6)),)),),
    "scale by 1.1 either way": (Chain((Scale((1 / 1.1, 1, 1.1)),)),),
}
"""Transforms of that chapter, with its numbers."""
CONTRAST = 0.3
"""Deviation of the coefficients of the picture whose directions of ascent are shown."""
REACH = 99.5
"""Percentile of a direction's values that is drawn darkest or lightest."""


def pixels_and_decorrelated(studio: Studio) -> Figure:
    """Return snapshots in both spaces under several regularizers, and directions of ascent."""
    layer = studio.layers[1]
    network = _one_at_a_time(studio.network([layer]))
    unit = shown_channels(network, layer)[0]
    found = find(RECIPE)
    recipes = {
        "pixels, nothing else": varied(found, pixels),
        "decorrelated, nothing else": varied(found, found.images),
        "pixels, transforms": varied(found, pixels, LUCID),
        "decorrelated, transforms": varied(found, found.images, LUCID),
    }
    recipes |= {name: varied(found, pixels, penalty=cost) for name, cost in PENALTIES.items()}
    recipes |= {name: varied(found, pixels, chain) for name, chain in ROBUSTNESS.items()}
    pictures = {
        name: _picture(studio, network, recipe, layer, unit)
        for name, recipe in track(recipes.items(), "spaces", len(recipes), "settings")
    }
    rows = [
        [Panel(picture.snapshots[steps], enlarge=ENLARGE) for steps in SNAPSHOTS]
        for picture in pictures.values()
    ]
    directions = _directions(studio, network, channel(layer, [unit]))
    rows.append([Panel(image, name, enlarge=ENLARGE) for name, image in directions.items()])
    return Figure(
        number=24,
        title="Pixels and decorrelated space",
        caption=f"One channel optimized in pixels and in decorrelated space, after 1 to"
        f" {SNAPSHOTS[-1]} steps, without anything else and with random transforms; below, in"
        " pixels, the article's penalties of high frequencies (L1 and total variation with a fifth"
        " of its weights) and its transforms one by one; last, the directions in which"
        " one picture would be changed by the steepest ascent under three measures of length.",
        image=sheet(
            f"Channel {unit} of {layer} in two spaces, and what keeps high frequencies down",
            rows,
            [*pictures, "directions of steepest ascent"],
            [f"step {steps}" for steps in SNAPSHOTS],
            f"{SIZE} pixels a side, enlarged {ENLARGE} times. {studio.note(found)}",
        ),
        settings=studio.facts(
            found,
            regularized={name: described(recipe, network) for name, recipe in recipes.items()},
            layer=layer,
            channel=unit,
            size=SIZE,
            snapshots=list(SNAPSHOTS),
        ),
        curves={name: picture.curve for name, picture in pictures.items()},
    )


def _one_at_a_time(network: Network) -> Network:
    """Return the network for pictures made one by one: small ones would be made many at once."""
    alone = network.twin()
    alone.micro_batch = 1
    return alone


def pixels(network: Network, height: int, width: int) -> SquashedPixels:
    """Return the space in which neither colours nor places are decorrelated."""
    return SquashedPixels(height, width, CORRELATED)


def varied(
    recipe: Recipe,
    images: Callable[[Network, int, int], Images],
    transforms: tuple[Transform, ...] = (),
    penalty: Objective | None = None,
) -> Recipe:
    """Return a recipe of the figure: its name stays, so all rows start alike."""
    stages = tuple(
        replace(stage, transforms=transforms) for stage in recipe.with_steps(SNAPSHOTS[-1]).stages
    )
    return replace(recipe, images=images, stages=stages, penalty=penalty)


def _picture(studio: Studio, network: Network, recipe: Recipe, layer: str, unit: int) -> Picture:
    order = Order(
        [unit],
        lambda some: channel(layer, some),
        [(layer, unit)],
        SIZE,
        SIZE,
        studio.seed,
        snapshots=SNAPSHOTS,
    )
    return next(render(network, recipe, order))


def _directions(studio: Studio, network: Network, objective: Objective) -> dict[str, np.ndarray]:
    """Return the directions of steepest ascent as pictures about mid-grey, (SIZE, SIZE, 3)."""
    images = FourierImages(SIZE, SIZE)
    start = images.start([generator("directions", studio.seed)]) * (CONTRAST / DEVIATION)
    coefficients = start.to(network.device).requires_grad_()
    rgb = images.decode(coefficients)
    activations = network.activations(rgb, objective.layers)
    score = objective(Outputs(rgb, rgb, activations)).sum()
    slope, whitened = torch.autograd.grad(score, [rgb, coefficients])
    with torch.no_grad():
        small = 1e-3 * CONTRAST / whitened.abs().max()
        moved = images.decode(coefficients + small * whitened) - rgb
    found = {"the picture": rgb.detach(), "L2": slope, "L∞": slope.sign(), "decorrelated": moved}
    return {
        name: to_bytes(values if name == "the picture" else _about_grey(values))[0]
        for name, values in found.items()
    }


def _about_grey(direction: Tensor) -> Tensor:
    reach = np.percentile(direction.abs().cpu().numpy(), REACH)
    return 0.5 + 0.5 * direction / float(reach)

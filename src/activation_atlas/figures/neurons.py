"""Figures 2 and 3: channels beside the images that excite them, and the facets of one of them."""

from collections.abc import Sequence

import numpy as np
import torch

from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.figures.figure import Figure
from activation_atlas.figures.units import mixed_channel, shown_channels
from activation_atlas.images import open_catalogue
from activation_atlas.networks import Network
from activation_atlas.optimize.objectives import Objective, channel, diversity
from activation_atlas.raster import to_rgb
from activation_atlas.recipes import find
from activation_atlas.recipes.pictures import Order, Picture, channel_order, render
from activation_atlas.samples.examples import Examples, examples
from activation_atlas.sheets.channels import example_panels
from activation_atlas.sheets.studio import Studio

RECIPE = "atlas"
SIZE = 160
CROPS = 4
LIMIT = 2000
"""Views of the catalogue that are looked at, at most."""
GROUP = 4
SHARE = 0.6
"""Weight of diversity, as a share of what the channel reaches without it; Lucid's 100 belongs to
Inception's activations."""


def with_examples(studio: Studio) -> Figure:
    """Return four channels, each optimized and beside the images that excite it most."""
    middle = studio.layers[1]
    network, recipe = studio.network([middle]), find(RECIPE)
    shown = shown_channels(network, middle)
    order = channel_order(middle, shown, SIZE, studio.seed)
    pictures = list(render(network, recipe, order))
    found = _examples(studio, network, middle, shown)
    rows = [
        [Panel(picture.image), *_crops(found, number)] for number, picture in enumerate(pictures)
    ]
    return Figure(
        number=2,
        title="Four channels and the images that excite them",
        caption="What a channel answers to most of all, made by optimization, beside the crops of"
        " the run's images that excite it most. Examples show what goes together in images;"
        " optimization shows what the channel itself looks for.",
        image=sheet(
            f"Channels of {middle}, optimized and found in images",
            rows,
            [f"channel {number}" for number in shown],
            ["optimized", *(f"image {rank + 1}" for rank in range(CROPS))],
            f"Below each crop: the channel's activation. {_about(found)} {studio.note(recipe)}",
        ),
        settings=studio.facts(
            recipe, layer=middle, channels=shown, size=SIZE, crops=CROPS, limit=LIMIT
        ),
        curves={f"channel {n}": picture.curve for n, picture in zip(shown, pictures)},
    )


def diverse(studio: Studio) -> Figure:
    """Return one channel's pictures made alone and made to differ, above its images."""
    middle = studio.layers[1]
    network, recipe = studio.network([middle]), find(RECIPE)
    shown = mixed_channel(network, middle)

    def four(objective: Objective) -> list[Picture]:
        names = [(middle, shown, "diverse")]
        order = Order([shown], lambda _: objective, names, SIZE, SIZE, studio.seed, group=GROUP)
        return list(render(network, recipe, order))

    alone = four(channel(middle, [shown]))
    weight = SHARE * _reached(alone)
    apart = four(channel(middle, [shown]) + weight * diversity(middle, GROUP))
    found = _examples(studio, network, middle, [shown])
    return Figure(
        number=3,
        title="The facets of one channel",
        caption="Four pictures of one channel made independently resemble each other; four that"
        " are rewarded for differing in style show more of what the channel answers to, as its"
        " images do.",
        image=sheet(
            f"Channel {shown} of {middle}: pictures made to differ",
            [*(_rows(network, middle, shown, [alone, apart])), _crops(found, 0)],
            ["four starts", "made to differ", "images"],
            note=f"Beneath each: the channel's highest activation. {_about(found)}"
            f" Weight of diversity {weight:.3g}. {studio.note(recipe)}",
        ),
        settings=studio.facts(
            recipe, layer=middle, channel=shown, size=SIZE, group=GROUP, weight=weight, crops=CROPS
        ),
        curves={
            f"{kind} {number + 1}": picture.curve
            for kind, pictures in (("start", alone), ("made to differ", apart))
            for number, picture in enumerate(pictures)
        },
    )


def _reached(pictures: Sequence[Picture]) -> float:
    """Return the mean objective of the last tenth of the steps."""
    curves = np.stack([picture.curve for picture in pictures])
    return curves[:, -max(1, curves.shape[1] // 10) :].mean().item()


def _rows(
    network: Network, layer: str, shown: int, groups: Sequence[Sequence[Picture]]
) -> list[list[Panel]]:
    return [
        [
            Panel(picture.image, f"{_level(network, layer, shown, picture.image):.1f}")
            for picture in pictures
        ]
        for pictures in groups
    ]


@torch.no_grad()
def _level(network: Network, layer: str, shown: int, image: np.ndarray) -> float:
    """Return the highest activation of a channel in an image (h, w, 3) uint8."""
    rgb = to_rgb(image[None])
    return network.activations(rgb, [layer])[layer][0, shown].max().item()


def _examples(studio: Studio, network: Network, layer: str, channels: Sequence[int]) -> Examples:
    catalogue = open_catalogue(studio.run, studio.settings.images)
    return examples(network, layer, channels, catalogue, CROPS, LIMIT, studio.seed)


def _crops(found: Examples, number: int) -> list[Panel | None]:
    return example_panels(found.crop[number], found.view[number], found.activation[number])


def _about(found: Examples) -> str:
    return f"Crops are as large as the receptive field, {found.crop.shape[2]} pixels."

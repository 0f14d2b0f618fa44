"""Dreams on photos and from noise (Mordvintsev et al. 2015)."""

from collections.abc import Mapping

import numpy as np

from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.figures.figure import Figure
from activation_atlas.images.whole import fitted
from activation_atlas.optimize.objectives import channel, half_square
from activation_atlas.recipes.deepdream import (
    DEEPDREAM,
    LAPLACIAN,
    dream,
    guide_by,
    noise,
    zoom_loop,
)
from activation_atlas.recipes.pictures import Order, Picture, render
from activation_atlas.sheets.studio import Studio

STEPS = 20
"""An octave; the notebook's 10 leave weaker traces."""
LONGEST = 512
"""Side of a photo in pixels."""
FRAMES, KEPT = 31, (0, 4, 10, 16, 23, 30)
"""Frames of a dream from noise, and those shown."""
FRAME = 224
"""Side of such a frame in pixels."""
CHANNELS = (3, 17, 42, 55)
"""Shown with the Laplacian pyramid, of the middle layer."""


def low_layer(studio: Studio) -> Figure:
    """Return figure 20: strokes and ornaments of a low layer."""
    return _on_photo(
        studio,
        20,
        "A photo in the eyes of a low layer",
        "What a low layer sees, amplified: edges become strokes and ornaments that follow the"
        " forms of the photo.",
        "chelsea",
        0,
    )


def sky(studio: Studio) -> Figure:
    """Return figure 21: what a middle layer finds in an empty sky, with and without a guide."""
    caption = (
        "In a clear sky there is next to nothing to see; what the layer makes of it is made up."
        " On the right another photo guides the dream: each place follows that activation of"
        " the guide which is most like its own."
    )
    return _on_photo(
        studio, 21, "A sky in the eyes of a middle layer", caption, "rocket", 1, guide="flower"
    )


def landscape(studio: Studio) -> Figure:
    """Return figure 22: what a middle layer finds in a landscape."""
    return _on_photo(
        studio,
        22,
        "A landscape in the eyes of a middle layer",
        "Trees and roofs bias what the layer finds towards things of like form, eyes and fur"
        " above all: a large share of ImageNet's classes are animals.",
        "china",
        1,
    )


def from_noise(studio: Studio) -> Figure:
    """Return figure 23: journeys into dreams from noise, and channels by the Laplacian variant."""
    middle = studio.layers[1]
    network = studio.network([middle])
    start = noise(FRAME, FRAME, studio.seed)
    frames = list(
        zoom_loop(network, start, half_square(middle), FRAMES, DEEPDREAM, seed=studio.seed)
    )
    channels = [index for index in CHANNELS if index < network.channels[middle]]
    names = [("channel", index) for index in channels]
    order = Order(channels, lambda items: channel(middle, items), names, FRAME, FRAME, studio.seed)
    drawn = list(render(network, LAPLACIAN, order))
    title = "Dreams from noise"
    journey = [Panel(frames[number].image, f"frame {number + 1}") for number in KEPT]
    return Figure(
        23,
        title,
        f"Above: each frame is a dream on the one before, enlarged by a twentieth; after noise"
        f" nothing comes from outside. Below: single channels of {middle} from grey noise, along"
        " a gradient whose Laplacian pyramid is normalized, as in TensorFlow's tutorial.",
        sheet(
            title,
            [
                journey[: len(KEPT) // 2],
                journey[len(KEPT) // 2 :],
                [Panel(each.image, f"channel {index}") for index, each in zip(channels, drawn)],
            ],
            [f"{middle}, zoom loop", "", "Laplacian pyramid"],
            note=studio.note(DEEPDREAM, LAPLACIAN),
        ),
        studio.facts(
            DEEPDREAM, LAPLACIAN, layer=middle, channels=channels, frames=FRAMES, size=FRAME
        ),
        {f"channel {index}": each.curve for index, each in zip(channels, drawn)},
    )


def _on_photo(
    studio: Studio,
    number: int,
    title: str,
    caption: str,
    name: str,
    reach: int,
    guide: str | None = None,
) -> Figure:
    """Return a photo before and after a dream of the low (0) or the middle (1) layer."""
    layer, photo = studio.layers[reach], fitted(studio.photo(name), LONGEST)
    network, recipe = studio.network([layer]), DEEPDREAM.with_steps(STEPS * len(DEEPDREAM.stages))
    objectives = {layer: half_square(layer)}
    if guide is not None:
        guiding = fitted(studio.photo(guide), network.input_size)
        objectives[f"{layer}, guided by {guide}"] = guide_by(network, layer, guiding)
    made: Mapping[str, Picture] = {
        label: dream(network, photo, objective, recipe, (name, label), studio.seed)
        for label, objective in objectives.items()
    }
    photos = (name,) if guide is None else (name, guide)
    panels = [Panel(photo, f"photo: {name}")]
    panels += [Panel(np.asarray(each.image), label) for label, each in made.items()]
    note = f"{studio.note(recipe)} · {STEPS} steps an octave in place of 10"
    return Figure(
        number,
        title,
        f"{caption} Layer {layer}; {STEPS} steps an octave, twice as many as published.",
        sheet(title, [panels], note=note),
        studio.facts(recipe, photos=photos, layer=layer, longest=LONGEST),
        {label: each.curve for label, each in made.items()},
    )

"""DeepDream: Mordvintsev, Olah and Tyka 2015, "Inceptionism" and google/deepdream's `dream.ipynb`.

A photo is changed so that a layer sees more of what it sees anyway: x ← x + 1.5 g / mean|g| of
½‖a‖², with a circular jitter, clipped to valid pixels, in four octaves from small to large. From
one octave to the next only the detail is carried over that was added to the photo.

The Laplacian variant is that of TensorFlow's later tutorial by the same author: a channel from
grey noise, in three octaves, along a gradient whose frequencies count alike.
"""

from collections.abc import Iterator
from typing import Literal

import numpy as np
import torch
from PIL import Image

from activation_atlas.errors import AtlasError
from activation_atlas.networks import Network
from activation_atlas.optimize.objectives import Objective, guided
from activation_atlas.optimize.operators import ClipValid, LaplacianNormalization
from activation_atlas.optimize.rules import Steepest
from activation_atlas.optimize.schedule import Schedule
from activation_atlas.optimize.stage import Stage
from activation_atlas.optimize.transforms import Roll
from activation_atlas.raster import to_rgb
from activation_atlas.recipes.noise import pixels
from activation_atlas.recipes.pictures import Order, Picture, render
from activation_atlas.recipes.recipe import Recipe
from activation_atlas.seeds import generator

OCTAVES = 4
OCTAVE_SCALE = 1.4
STEPS = 10
"""An octave."""
RATE = 1.5
"""Grey levels that a typical pixel moves a step."""
JITTER = 32
ZOOM = 0.05
"""Share of a frame's sides that the next frame of a dream leaves out."""
LEAST_SIDE = 32
"""Side of the smallest octave in pixels, below which networks see nothing: the project's choice."""

LAPLACIAN_OCTAVES = 3
LAPLACIAN_LEVELS = 4
LAPLACIAN_RATE = 1.0
TILE = 512
"""Gradients are those of a picture shifted at random within a tile."""
GREY, DEVIATION = 100.5, 12**-0.5
"""The tutorial starts from U(0, 1) + 100 grey levels; normal noise of the same mean and deviation
stands in for it."""


def octave_scales(octaves: int) -> tuple[float, ...]:
    """Return the octaves' sizes as shares of the finished picture's, small to large."""
    return tuple(OCTAVE_SCALE**-octave for octave in reversed(range(octaves)))


def octaves(
    count: int, steps: int, rate: Schedule, carry: Literal["result", "detail"] = "result"
) -> tuple[Stage, ...]:
    """Return jittered steps of one mean length, clipped to valid pixels, in octaves."""
    return tuple(
        Stage(
            steps,
            Steepest(rate, by="mean"),
            (Roll(JITTER),),
            operators=(ClipValid(),),
            scale=scale,
            carry=carry,
        )
        for scale in octave_scales(count)
    )


DEEPDREAM = Recipe(
    name="deepdream",
    paper="Mordvintsev et al. 2015, Inceptionism, as in google/deepdream",
    images=pixels(0.0),
    stages=octaves(OCTAVES, STEPS, RATE, carry="detail"),
)

LAPLACIAN = Recipe(
    name="deepdream-laplacian",
    paper="Mordvintsev, DeepDream with TensorFlow, with the Laplacian pyramid of the gradient",
    images=pixels(DEVIATION, GREY),
    stages=tuple(
        Stage(
            STEPS,
            Steepest(LAPLACIAN_RATE),
            (Roll(TILE // 2),),
            smoothing=(LaplacianNormalization(LAPLACIAN_LEVELS),),
            scale=scale,
        )
        for scale in octave_scales(LAPLACIAN_OCTAVES)
    ),
)

RECIPES = (DEEPDREAM, LAPLACIAN)


def dream(
    network: Network,
    photo: np.ndarray,
    objective: Objective,
    recipe: Recipe = DEEPDREAM,
    name: tuple = (),
    seed: int = 0,
) -> Picture:
    """Return a dream on a photo.

    Args:
        network: Network with the objective's layers.
        photo: (h, w, 3) uint8.
        objective: E.g. ``half_square(layer)``, or a guide's: see :func:`guide_by`.
        recipe: One that can start with photos.
        name: What seeds the jitter beside recipe and seed.
        seed: Seed of the run.

    Raises:
        AtlasError: the photo is too small for the octaves, or the network lacks a layer.
    """
    height, width = photo.shape[:2]
    least = min(stage.scale for stage in recipe.stages)
    if least * min(height, width) < LEAST_SIDE:
        raise AtlasError(
            f"A photo of {width} × {height} pixels is too small for the octaves of"
            f" '{recipe.name}': give one of at least {int(np.ceil(LEAST_SIDE / least))} pixels a"
            " side."
        )
    order = Order([0], lambda _: objective, [name], height, width, seed, starts=photo[None])
    return next(render(network, recipe, order))


@torch.no_grad()
def guide_by(network: Network, layer: str, photo: np.ndarray) -> Objective:
    """Return the objective of a dream that is guided by a photo (h, w, 3) uint8, of any size.

    Each place follows that activation of the guide with which its own has the largest product.
    """
    return guided(layer, network.activations(to_rgb(photo[None]), [layer])[layer][0])


def noise(height: int, width: int, *name: object) -> np.ndarray:
    """Return noise of all colours to dream on, (height, width, 3) uint8, seeded by a name."""
    return generator("noise", *name).integers(0, 256, (height, width, 3), np.uint8)


def zoom_loop(
    network: Network,
    start: np.ndarray,
    objective: Objective,
    frames: int,
    recipe: Recipe = DEEPDREAM,
    zoom: float = ZOOM,
    seed: int = 0,
) -> Iterator[Picture]:
    """Yield the frames of a journey into a dream.

    Each is dreamed on the middle of the one before, enlarged to its size.

    Args:
        network: Network with the objective's layers.
        start: (h, w, 3) uint8, a photo or :func:`noise`.
        objective: As of :func:`dream`.
        frames: How many.
        recipe: As of :func:`dream`.
        zoom: Share of the sides that is left out at each frame, in [0, 1).
        seed: Seed of the run.

    Raises:
        AtlasError: as :func:`dream`.
    """
    frame = start
    for number in range(frames):
        picture = dream(network, frame, objective, recipe, ("frame", number), seed)
        yield picture
        frame = zoomed(picture.image, zoom)


def zoomed(frame: np.ndarray, zoom: float) -> np.ndarray:
    """Return the middle of a frame (h, w, 3) uint8 enlarged to its size, bilinear."""
    height, width = frame.shape[:2]
    across, down = zoom * width / 2, zoom * height / 2
    box = (across, down, width - across, height - down)
    image = Image.fromarray(frame)
    return np.asarray(image.resize((width, height), Image.Resampling.BILINEAR, box=box))

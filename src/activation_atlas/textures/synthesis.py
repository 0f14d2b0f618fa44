"""Images that make a loss small: coarse to fine, any number in one batch, with curves."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from activation_atlas.optimize.images.starts import normal
from activation_atlas.optimize.lbfgs import Lbfgs
from activation_atlas.optimize.rules import Adam, Rule
from activation_atlas.optimize.schedule import CosineDecay
from activation_atlas.optimize.stage import Stage, run_stage
from activation_atlas.raster import resized, to_bytes, to_rgb
from activation_atlas.seeds import generator
from activation_atlas.textures.features import Features
from activation_atlas.textures.terms import Loss

DEVIATION = 0.1
"""Deviation of a random start about its mean colour, in RGB of [0, 1]."""
RULES: Mapping[str, Rule] = {"lbfgs": Lbfgs(), "adam": Adam(CosineDecay(0.04, 0.004))}
"""Optimizers by name; Adam's rate is fast-neural-doodle's 10 grey levels at the start."""

Colours = tuple[tuple[float, float, float], tuple[float, float, float]]
"""The lowest and the highest RGB in [0, 1] that a pixel may have, channel by channel."""
ANY_COLOUR: Colours = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))


@dataclass(frozen=True)
class Octave:
    """So many steps at one size."""

    height: int
    width: int
    steps: int


@dataclass(frozen=True)
class Synthesis:
    """A finished image and how it came about.

    Attributes:
        image: (h, w, 3) uint8.
        curve: (steps,) float32, the loss at each step, octave after octave.
        snapshots: (h, w, 3) uint8 after so many steps, by that number, in its octave's size.
    """

    image: np.ndarray
    curve: np.ndarray
    snapshots: Mapping[int, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """How images are made, whatever they are to be.

    Attributes:
        octaves: Coarse to fine.
        loss_at: The loss at an octave's size.
        optimizer: One of `RULES`.
        colours: Colours that pixels may have.
        mean: RGB in [0, 1] about which random starts vary.
        spread: (3, 3) that their unit normal colours are multiplied by.
        start: (h, w, 3) uint8 to begin with, of any size; random by default.
        snapshots: Numbers of steps after which to keep the image.
        tick: Called at each step of each batch, with the number of images that are wanted of it.
    """

    octaves: Sequence[Octave]
    loss_at: Callable[[Octave], Loss]
    optimizer: str = "lbfgs"
    colours: Colours = ANY_COLOUR
    mean: tuple[float, float, float] = (0.5, 0.5, 0.5)
    spread: np.ndarray = field(default_factory=lambda: DEVIATION * np.eye(3))
    start: np.ndarray | None = None
    snapshots: Collection[int] = ()
    tick: Callable[[int], None] = lambda count: None


@dataclass(frozen=True)
class Within:
    """Pixels are kept within a range of colours."""

    colours: Colours

    def __call__(self, pixels: Tensor, gradient: Tensor, step: int, progress: float) -> Tensor:
        """Return the pixels (B, 3, H, W), clipped channel by channel."""
        low, high = (pixels.new_tensor(end)[:, None, None] for end in self.colours)
        return pixels.clamp(low, high)


def octaves(height: int, width: int, count: int, steps: int, multiple: int = 1) -> list[Octave]:
    """Return `count` octaves, each twice the size of the one before; the last has the full size.

    Args:
        height: Height of the finished image, in pixels.
        width: Width of the finished image, in pixels.
        count: Number of octaves.
        steps: Steps of each octave.
        multiple: Number of which the sides are multiples; the full ones are to be so already.
    """

    def side(full: int, halvings: int) -> int:
        return max(multiple, round(full / 2**halvings / multiple) * multiple)

    return [
        Octave(side(height, halvings), side(width, halvings), steps)
        for halvings in reversed(range(count))
    ]


def synthesize(features: Features, plan: Plan, names: Sequence[tuple]) -> Iterator[Synthesis]:
    """Yield one image a name, each from a start of its own.

    An image depends on its own name only: batches are always whole, and their size depends on the
    image's size alone.

    Args:
        features: The network; says how many images it takes at once.
        plan: How they are made.
        names: What seeds each image.
    """
    last = plan.octaves[-1]
    size, count = features.batch_of(last.height, last.width), len(names)
    for first in range(0, count, size):
        rows = [names[min(row, count - 1)] for row in range(first, first + size)]
        yield from _batch(features.device, plan, rows, min(size, count - first))


def synthesize_one(features: Features, plan: Plan, name: tuple) -> Synthesis:
    """Return a single image: a batch of its own.

    Args:
        features: The network.
        plan: How it is made.
        name: What seeds it.
    """
    return _batch(features.device, plan, [name], 1)[0]


def _batch(
    device: torch.device, plan: Plan, names: Sequence[tuple], wanted: int
) -> list[Synthesis]:
    """Return the first `wanted` images of a batch; the others fill it up."""
    pixels = _start(plan, names).to(device)
    losses: list[Tensor] = []
    kept: dict[int, np.ndarray] = {}
    operators = (Within(plan.colours),)
    for octave in plan.octaves:
        pixels = resized(pixels, (octave.height, octave.width))
        loss = plan.loss_at(octave)

        def watch(before: Tensor, scores: Tensor, step: int) -> None:
            if len(losses) in plan.snapshots:
                kept[len(losses)] = to_bytes(before)
            losses.append(-scores)
            plan.tick(wanted)

        stage = Stage(octave.steps, RULES[plan.optimizer], operators=operators)
        generators = [generator(*name) for name in names]
        pixels = run_stage(
            stage, pixels, lambda shown, *_, loss=loss: -loss(shown), generators, watch, 0
        )
    if len(losses) in plan.snapshots:
        kept[len(losses)] = to_bytes(pixels)
    curves = torch.stack(losses, 1).cpu().numpy()
    return [
        Synthesis(image, curve, {step: images[row] for step, images in kept.items()})
        for row, (image, curve) in enumerate(zip(to_bytes(pixels)[:wanted], curves))
    ]


def _start(plan: Plan, names: Sequence[tuple]) -> Tensor:
    """Return the images (B, 3, h, w) to begin with, in the first octave's size."""
    first = plan.octaves[0]
    if plan.start is not None:
        start = resized(to_rgb(plan.start[None]), (first.height, first.width))
        return start.expand(len(names), -1, -1, -1).contiguous()
    generators = [generator("synthesis", *name) for name in names]
    noise = normal(generators, (3, first.height, first.width), 1.0)
    noise = torch.einsum("dc,bchw->bdhw", noise.new_tensor(plan.spread), noise)
    mean = noise.new_tensor(plan.mean)[:, None, None]
    return Within(plan.colours)(noise + mean, noise, 0, 0.0)

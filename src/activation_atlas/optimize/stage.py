"""One stage of a recipe: so many steps of ascent at one size of the canvas."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from torch import Tensor

from activation_atlas.optimize.ascent import Ascent, Score, Watch
from activation_atlas.optimize.operators import GradientOperator, Operator
from activation_atlas.optimize.rules import Rule
from activation_atlas.optimize.transforms import Transform, draw_all


@dataclass(frozen=True)
class Stage:
    """Settings of a stage.

    Attributes:
        steps: Steps of ascent.
        rule: How far a step goes.
        transforms: What each view of the image goes through, in this order.
        smoothing: What the gradient goes through before a step.
        operators: What the pixels go through after a step; they need :class:`Pixels`.
        scale: Side of the canvas, as a share of the finished picture's.
        carry: What goes on into a stage of another scale: the whole result, or only the detail
            that the last stage has added to the photo (the octaves of DeepDream).
        crop: None optimizes the whole canvas; else each step optimizes a random crop of the
            network's input size, whose place spreads about the middle by this share of the room;
            the rule begins anew in each crop, so one without memory is needed.
        until: Score at which an image is left as it is.
        best: Whether a whole canvas ends as it was when its score was highest, not as the last
            step left it.
    """

    steps: int
    rule: Rule
    transforms: tuple[Transform, ...] = ()
    smoothing: tuple[GradientOperator, ...] = ()
    operators: tuple[Operator, ...] = ()
    scale: float = 1.0
    carry: Literal["result", "detail"] = "result"
    crop: float | None = None
    until: float = torch.inf
    best: bool = False

    def is_cropped(self, height: int, width: int, side: int) -> bool:
        """Return whether crops of `side` pixels are taken of a canvas, not the whole of it."""
        return self.crop is not None and min(height, width) >= side < max(height, width)


Look = Callable[[Tensor, Tensor, float], Tensor]
"""Parameters (B, ...) of a canvas or a crop, the transforms' numbers (B, k) and the progress in;
scores (B,) out, or as many a row where images share parameters, which climb their sum."""


def run_stage(
    stage: Stage,
    parameters: Tensor,
    look: Look,
    generators: Sequence[np.random.Generator],
    watch: Watch,
    crop_side: int,
) -> Tensor:
    """Return the parameters (B, ...) after all steps of a stage.

    Args:
        stage: Its settings.
        parameters: (B, ...) to begin with.
        look: Scores parameters.
        generators: One an image, or one a view where images share parameters.
        watch: Told of every step, with the scores as `look` gave them.
        crop_side: Side in pixels, of the crops where the stage takes any.
    """
    numbers = torch.from_numpy(
        np.stack([draw_all(stage.transforms, one, stage.steps) for one in generators])
    ).to(parameters.device)

    def score(shown: Tensor, step: int) -> Tensor:
        return look(shown, numbers[:, step], step / stage.steps)

    if stage.crop is not None and stage.is_cropped(*parameters.shape[2:], crop_side):
        return _by_crops(stage, parameters, score, generators, watch, crop_side)
    ascent = Ascent.start(parameters, stage.rule)
    best = Best(parameters)
    _advance(
        ascent, stage, score, range(stage.steps), best.watching(watch) if stage.best else watch
    )
    return best.parameters if stage.best else ascent.parameters


class Best:
    """Each image as it was when its score was highest."""

    def __init__(self, parameters: Tensor):
        self.parameters = parameters
        self._scores = parameters.new_full((len(parameters),), -torch.inf)

    def watching(self, watch: Watch) -> Watch:
        """Return what sees every step and tells `watch` of it."""

        def both(parameters: Tensor, scores: Tensor, step: int) -> None:
            watch(parameters, scores, step)
            summed = scores.reshape(len(parameters), -1).sum(1)
            better = (summed > self._scores).reshape(-1, *[1] * (parameters.ndim - 1))
            self.parameters = torch.where(better, parameters, self.parameters)
            self._scores = torch.maximum(summed, self._scores)

        return both


def _advance(ascent: Ascent, stage: Stage, score: Score, steps: range, watch: Watch) -> None:
    def smooth(gradient: Tensor, step: int) -> Tensor:
        for operator in stage.smoothing:
            gradient = operator(gradient, step / stage.steps)
        return gradient

    def regularize(pixels: Tensor, gradient: Tensor, step: int) -> Tensor:
        for operator in stage.operators:
            pixels = operator(pixels, gradient, step, step / stage.steps)
        return pixels

    latest: list[Tensor] = []

    def summed(parameters: Tensor, step: int) -> Tensor:
        scores = score(parameters, step)
        latest[:] = [scores.detach()]
        return scores.reshape(len(parameters), -1).sum(1)

    def tell(parameters: Tensor, _scores: Tensor, step: int) -> None:
        watch(parameters, latest[0], step)

    ascent.advance(summed, steps, stage.steps, smooth, regularize, tell, stage.until)


def _by_crops(
    stage: Stage,
    canvas: Tensor,
    score: Score,
    generators: Sequence[np.random.Generator],
    watch: Watch,
    side: int,
) -> Tensor:
    """Take each step in a random crop of the canvas alone (Øygard 2015, "deepdraw")."""
    corners = np.stack([_corners(stage, one, canvas.shape[2:], side) for one in generators], 1)
    canvas = canvas.clone()
    for step in range(stage.steps):
        windows = [
            image[:, top : top + side, left : left + side]
            for image, (top, left) in zip(canvas, corners[step].tolist())
        ]
        ascent = Ascent.start(torch.stack(windows), stage.rule)
        whole = canvas.clone()
        _advance(
            ascent,
            stage,
            score,
            range(step, step + 1),
            lambda _, scores, number, whole=whole: watch(whole, scores, number),
        )
        for window, crop in zip(windows, ascent.parameters):
            window.copy_(crop)
    return canvas


def _corners(
    stage: Stage, generator: np.random.Generator, size: Sequence[int], side: int
) -> np.ndarray:
    """Return the upper left corner of each step's crop, (steps, 2) as (row, column)."""
    room = np.asarray(size) - side
    drawn = generator.normal(room / 2, stage.crop * room, (stage.steps, 2))
    return np.clip(np.rint(drawn), 0, room).astype(np.int64)

"""A stage without a network: scores are sums, places are written into the pixels."""

from dataclasses import dataclass

import numpy as np
import pytest
import torch
from torch import Tensor

from activation_atlas.optimize.rules import Steepest
from activation_atlas.optimize.schedule import Linear
from activation_atlas.optimize.stage import Stage, run_stage
from activation_atlas.optimize.transforms import Noise
from activation_atlas.seeds import generator

SIDE = 8


@dataclass
class Told:
    """What a stage's parts were told."""

    seen: list

    def __call__(self, pixels: Tensor, *told: object) -> Tensor:
        self.seen.append(told[-2:] if len(told) > 1 else told[-1])
        return pixels


def _generators(count: int) -> list[np.random.Generator]:
    return [generator("stage", number) for number in range(count)]


def _places(height: int, width: int) -> Tensor:
    """Return canvases (2, 3, height, width) whose pixels are their row, column and 0."""
    rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    return torch.stack([rows, columns, rows * 0]).float().expand(2, -1, -1, -1)


def _corners(stage: Stage, height: int, width: int) -> np.ndarray:
    """Return the corners (steps, 2 images, row and column) of what is looked at."""
    seen = []

    def look(shown: Tensor, numbers: Tensor, progress: float) -> Tensor:
        seen.append((shown.shape, shown[:, :2, 0, 0].detach().numpy().copy()))
        return shown.sum((1, 2, 3))

    canvas = _places(height, width)
    run_stage(stage, canvas, look, _generators(2), lambda *_: None, SIDE)
    assert {shape for shape, _ in seen} == {(2, 3, SIDE, SIDE)}
    return np.stack([corner for _, corner in seen])


def test_crops_lie_within_the_canvas_and_spread_about_its_middle() -> None:
    corners = _corners(Stage(800, Steepest(0.0), crop=0.3), SIDE + 40, SIDE + 10)
    room = np.array([40, 10])
    assert corners.min() >= 0 and (corners <= room).all()
    assert (corners == corners.round()).all()
    np.testing.assert_allclose(corners.mean((0, 1)), room / 2, atol=0.03 * room.max())
    share_at_edges = ((corners == 0) | (corners == room)).mean((0, 1))
    # 2 Φ(-0.5 / 0.3) = 0.096, and half a pixel more at either side is rounded to the edge.
    assert 0.08 < share_at_edges[0] < 0.14
    assert (corners[:, 0] != corners[:, 1]).any()


def test_crops_are_taken_of_a_canvas_that_is_larger_along_one_side_only() -> None:
    corners = _corners(Stage(50, Steepest(0.0), crop=0.3), SIDE, SIDE + 10)
    assert not corners[..., 0].any() and len(np.unique(corners[..., 1])) > 3


@pytest.mark.parametrize(
    ("height", "width", "cropped"),
    [(8, 8, False), (9, 9, True), (8, 9, True), (7, 20, False), (7, 7, False)],
)
def test_a_canvas_that_a_crop_does_not_fit_into_is_taken_whole(height, width, cropped) -> None:
    assert Stage(1, Steepest(1.0), crop=0.3).is_cropped(height, width, SIDE) == cropped
    assert not Stage(1, Steepest(1.0)).is_cropped(height, width, SIDE)


def test_only_the_crop_changes() -> None:
    canvas = torch.zeros(2, 3, 20, 16)
    halve = lambda pixels, gradient, step, progress: pixels / 2  # noqa: E731
    stage = Stage(1, Steepest(1.0, by="mean"), operators=(halve,), crop=0.3)
    result = run_stage(
        stage, canvas, lambda shown, *_: shown.sum((1, 2, 3)), _generators(2), _ignore, SIDE
    )
    assert not canvas.any()
    for image in result:
        assert set(image.unique().tolist()) == {0.0, 0.5}
        rows, columns = image[0].nonzero().unbind(1)
        assert rows.max() - rows.min() == columns.max() - columns.min() == SIDE - 1
        assert (image != 0).sum() == 3 * SIDE**2


@pytest.mark.parametrize("crop", [None, 0.3])
def test_schedules_go_along_the_steps(crop: float | None) -> None:
    smoothed, regularized, looked, watched = [], [], [], []
    stage = Stage(
        4,
        Steepest(Linear(8.0, 0.0)),
        smoothing=(Told(smoothed),),
        operators=(Told(regularized),),
        crop=crop,
    )

    def look(shown: Tensor, numbers: Tensor, progress: float) -> Tensor:
        looked.append(progress)
        return shown.sum((1, 2, 3))

    def watch(parameters: Tensor, scores: Tensor, step: int) -> None:
        assert parameters.shape == canvas.shape
        watched.append((step, parameters.sum().item()))

    canvas = torch.zeros(1, 3, SIDE, SIDE + 1)
    result = run_stage(stage, canvas, look, _generators(1), watch, SIDE)
    assert looked == smoothed == [0, 0.25, 0.5, 0.75]
    assert regularized == [(0, 0), (1, 0.25), (2, 0.5), (3, 0.75)]
    area = 3 * SIDE * (SIDE if crop else SIDE + 1)
    assert watched == [(step, total * area) for step, total in enumerate([0, 8, 14, 18])]
    assert result.sum().item() == 20 * area


@pytest.mark.parametrize("crop", [None, 0.3])
def test_an_image_does_not_depend_on_its_batch_mates(crop: float | None) -> None:
    starts = torch.from_numpy(generator("canvas").normal(0, 9, (3, 3, 12, 15)).astype(np.float32))
    stage = Stage(5, Steepest(1.0, by="mean"), (Noise(0.1),), crop=crop)

    def run(rows: list[int]) -> Tensor:
        def look(shown: Tensor, numbers: Tensor, progress: float) -> Tensor:
            assert numbers.shape == (len(rows), 2)
            return (shown.square() * numbers[:, 0, None, None, None]).sum((1, 2, 3))

        chosen = [_generators(3)[row] for row in rows]
        return run_stage(stage, starts[rows], look, chosen, _ignore, SIDE)

    assert torch.equal(run([1])[0], run([0, 1, 2])[1])


def test_an_image_that_has_reached_the_goal_stays() -> None:
    starts = torch.tensor([0.0, 5.0]).reshape(2, 1, 1, 1).expand(2, 3, 4, 4)
    stage = Stage(6, Steepest(1.0, by="mean"), until=3.0)
    result = run_stage(
        stage, starts, lambda shown, *_: shown.mean((1, 2, 3)), _generators(2), _ignore, SIDE
    )
    assert result[:, 0, 0, 0].tolist() == [3.0, 5.0]


def test_images_that_share_parameters_climb_the_sum_of_their_scores() -> None:
    told = []
    result = run_stage(
        Stage(2, Steepest(1.0)),
        torch.zeros(2, 1),
        lambda shown, *_: (shown * torch.tensor([1.0, 2.0, 3.0])).flatten(),
        _generators(6),
        lambda parameters, scores, step: told.append(scores.tolist()),
        SIDE,
    )
    assert told == [[0] * 6, [6, 12, 18] * 2]
    assert result.flatten().tolist() == [12, 12]


def _ignore(*_told: object) -> None:
    pass

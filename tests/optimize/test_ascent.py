import torch

from activation_atlas.optimize.ascent import Ascent
from activation_atlas.optimize.rules import Adam, Steepest

TARGET = torch.tensor([[1.0, -2.0], [0.5, 3.0]])


def _parabola(parameters: torch.Tensor, _step: int) -> torch.Tensor:
    return -((parameters - TARGET[: len(parameters)]) ** 2).sum(1)


def test_it_climbs_to_the_top() -> None:
    ascent = Ascent.start(torch.zeros(2, 2), Adam(0.05))
    ascent.advance(_parabola, range(400), 400)
    assert torch.allclose(ascent.parameters, TARGET, atol=1e-2)


def test_images_do_not_depend_on_their_batch_mates() -> None:
    both = Ascent.start(torch.zeros(2, 2), Adam(0.1))
    alone = Ascent.start(torch.zeros(1, 2), Adam(0.1))
    both.advance(_parabola, range(10), 10)
    alone.advance(_parabola, range(10), 10)
    assert torch.equal(both.parameters[:1], alone.parameters)


def test_the_start_stays_as_it_is() -> None:
    start = torch.zeros(2, 2)
    Ascent.start(start, Adam(0.1)).advance(_parabola, range(3), 3)
    assert not start.any()


def test_the_mean_score_of_the_steps_is_returned() -> None:
    ascent = Ascent.start(torch.zeros(1, 2), Adam(0.1))
    scores = ascent.advance(lambda p, step: p.sum(1) * 0 + step, range(4), 4)
    assert scores.tolist() == [1.5]


def test_an_image_that_has_reached_the_goal_stays() -> None:
    ascent = Ascent.start(torch.tensor([[0.0], [10.0]]), Steepest(1.0))
    ascent.advance(lambda p, _: p[:, 0], range(8), 8, until=4.0)
    assert ascent.parameters[:, 0].tolist() == [4.0, 10.0]


def test_gradients_are_smoothed_and_parameters_regularized() -> None:
    seen = []
    ascent = Ascent.start(torch.ones(1, 1), Steepest(1.0))
    ascent.advance(
        lambda p, _: 3 * p[:, 0],
        range(2),
        2,
        smooth=lambda gradient, step: gradient * 0 + 5 + step,
        regularize=lambda parameters, gradient, step: parameters - gradient / 2,
        watch=lambda parameters, scores, step: seen.append((parameters.item(), scores.item())),
    )
    assert ascent.parameters.item() == 1 + 2.5 + 3
    assert seen == [(1.0, 3.0), (3.5, 10.5)]

import pytest
import torch

from activation_atlas.optimize.ascent import BETAS, Ascent, cosine_decay

TARGET = torch.tensor([[1.0, -2.0], [0.5, 3.0]])


def _parabola(parameters: torch.Tensor, _step: int) -> torch.Tensor:
    return -((parameters - TARGET[: len(parameters)]) ** 2).sum(1)


def test_it_climbs_to_the_top() -> None:
    ascent = Ascent.start(torch.zeros(2, 2))
    ascent.advance(_parabola, range(400), cosine_decay(0.1, 400))
    assert torch.allclose(ascent.parameters, TARGET, atol=1e-2)


def test_the_steps_are_those_of_torchs_adam() -> None:
    ascent = Ascent.start(torch.zeros(2, 2))
    ascent.advance(_parabola, range(20), lambda _step: 0.05)
    parameters = torch.zeros(2, 2, requires_grad=True)
    adam = torch.optim.Adam([parameters], lr=0.05, betas=BETAS)
    for _ in range(20):
        adam.zero_grad()
        (-_parabola(parameters, 0).sum()).backward()
        adam.step()
    assert torch.allclose(ascent.parameters, parameters.detach(), atol=1e-5)


def test_images_do_not_depend_on_their_batch_mates() -> None:
    both, alone = Ascent.start(torch.zeros(2, 2)), Ascent.start(torch.zeros(1, 2))
    both.advance(_parabola, range(10), lambda _step: 0.1)
    alone.advance(_parabola, range(10), lambda _step: 0.1)
    assert torch.equal(both.parameters[:1], alone.parameters)


def test_the_scale_of_an_objective_does_not_matter() -> None:
    small, large = Ascent.start(torch.zeros(2, 2)), Ascent.start(torch.zeros(2, 2))
    small.advance(lambda p, s: 1e-9 * _parabola(p, s), range(20), lambda _step: 0.1)
    large.advance(lambda p, s: 1e3 * _parabola(p, s), range(20), lambda _step: 0.1)
    assert torch.allclose(small.parameters, large.parameters, atol=1e-4)


def test_the_mean_score_of_the_steps_is_returned() -> None:
    ascent = Ascent.start(torch.zeros(1, 2))
    scores = ascent.advance(lambda p, step: p.sum(1) * 0 + step, range(4), lambda _step: 0.1)
    assert scores.tolist() == [1.5]


def test_the_learning_rate_falls_to_a_tenth() -> None:
    rate = cosine_decay(0.2, 100)
    rates = [rate(step) for step in range(8, 101)]
    assert max(rates) <= 0.2
    assert rates == sorted(rates, reverse=True)
    assert rate(100) == pytest.approx(0.02)

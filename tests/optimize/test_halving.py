import torch

from activation_atlas.optimize.halving import best_of_tries
from activation_atlas.optimize.rules import Adam, Steepest


def test_the_best_try_of_each_image_is_kept() -> None:
    starts = torch.tensor([[0.0, 9.0], [9.0, 0.0], [1.0, 1.0], [2.0, 2.0]])[:, :, None]

    def score(parameters: torch.Tensor, _tries: torch.Tensor, _step: int) -> torch.Tensor:
        return parameters[:, 0]

    best, tries = best_of_tries(starts, score, 16, Steepest(0.0))
    assert best[:, 0].tolist() == [9.0, 9.0]
    assert tries.tolist() == [1, 0]


def test_the_try_kept_takes_all_steps_and_the_others_fewer() -> None:
    taken: dict[int, list[int]] = {}

    def score(parameters: torch.Tensor, tries: torch.Tensor, step: int) -> torch.Tensor:
        taken.setdefault(int(tries[0]), []).append(step)
        return parameters[:, 0] * 0 + tries

    best_of_tries(torch.zeros(4, 1, 1), score, 64, Adam(0.1))
    assert taken[3] == list(range(64))
    assert taken[2] == list(range(32))
    assert taken[0] == taken[1] == list(range(16))


def test_one_try_and_few_steps_do() -> None:
    def score(parameters: torch.Tensor, _tries: torch.Tensor, _step: int) -> torch.Tensor:
        return parameters.sum(1)

    best, tries = best_of_tries(torch.zeros(1, 2, 3), score, 1, Adam(0.5))
    assert torch.allclose(best, torch.full((2, 3), 0.5), atol=1e-5)
    assert tries.tolist() == [0, 0]
    many, _ = best_of_tries(torch.zeros(8, 2, 3), score, 2, Adam(0.5))
    assert many.shape == (2, 3)


def test_moments_move_with_their_image() -> None:
    def score(parameters: torch.Tensor, tries: torch.Tensor, _step: int) -> torch.Tensor:
        return -((parameters[:, 0] - 1) ** 2) + 10 * tries

    starts = torch.tensor([0.0, 4.0])[:, None, None].expand(2, 1, 1)
    best, _ = best_of_tries(starts, score, 40, Adam(0.05))
    alone, _ = best_of_tries(starts[1:], lambda p, t, s: score(p, t + 1, s), 40, Adam(0.05))
    assert torch.equal(best, alone)

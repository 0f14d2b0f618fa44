import pytest
import torch

from activation_atlas.optimize.rules import Adam, Rule, Steepest
from activation_atlas.optimize.schedule import Linear

GRADIENTS = torch.randn(20, 3, 5, generator=torch.Generator().manual_seed(0))


def _walk(rule: Rule, gradients: torch.Tensor = GRADIENTS) -> torch.Tensor:
    parameters = torch.zeros_like(gradients[0])
    state = rule.begin(parameters)
    for step, gradient in enumerate(gradients):
        progress = step / len(gradients)
        parameters, state = rule.advance(parameters, gradient, state, step, progress)
    return parameters


def _walk_of(optimizer: type, **settings: float) -> torch.Tensor:
    parameters = torch.zeros(3, 5, requires_grad=True)
    steps = optimizer([parameters], **settings)
    for gradient in GRADIENTS:
        parameters.grad = -gradient
        steps.step()
    return parameters.detach()


def test_adam_is_torchs() -> None:
    walked = _walk(Adam(0.05, betas=(0.5, 0.95), epsilon=1e-8))
    wanted = _walk_of(torch.optim.Adam, lr=0.05, betas=(0.5, 0.95))
    assert torch.allclose(walked, wanted, atol=1e-5)


def test_steepest_ascent_is_torchs() -> None:
    walked = _walk(Steepest(0.05))
    assert torch.allclose(walked, _walk_of(torch.optim.SGD, lr=0.05), atol=1e-5)


def test_the_scale_of_an_objective_does_not_matter_to_adam() -> None:
    assert torch.allclose(_walk(Adam(0.1), 1e-9 * GRADIENTS), _walk(Adam(0.1)), atol=1e-4)


def test_adam_warms_up() -> None:
    first = _walk(Adam(0.1, warm_up=4), GRADIENTS[:1])
    assert torch.allclose(first, _walk(Adam(0.1), GRADIENTS[:1]) / 5)


@pytest.mark.parametrize(
    ("by", "size"),
    [
        ("mean", lambda g: g.abs().mean(1)),
        ("deviation", lambda g: g.std(1)),
        ("square", lambda g: g.square().sum(1)),
        (None, lambda g: torch.ones(3)),
    ],
)
def test_a_step_is_divided_by_the_size_of_each_images_gradient(by, size) -> None:
    gradient = GRADIENTS[0]
    moved, _ = Steepest(2.0, by).advance(torch.zeros(3, 5), gradient, (), 0, 0.0)
    assert torch.allclose(moved, 2 * gradient / size(gradient)[:, None])
    alone, _ = Steepest(2.0, by).advance(torch.zeros(1, 5), gradient[:1], (), 0, 0.0)
    assert torch.equal(alone, moved[:1])


def test_a_progress_step_raises_a_linear_objective_by_the_rate() -> None:
    gradient = GRADIENTS[0]
    moved, _ = Steepest(2.0, "square").advance(torch.zeros(3, 5), gradient, (), 0, 0.0)
    assert (moved * gradient).sum(1).tolist() == pytest.approx([2.0] * 3)
    limited, _ = Steepest(2.0, "square", most=0.01).advance(moved * 0, gradient, (), 0, 0.0)
    assert torch.allclose(limited, 0.01 * gradient)


def test_a_gradient_of_zero_moves_nothing() -> None:
    for rule in (Adam(0.1), Steepest(1.0, "mean"), Steepest(1.0, "square")):
        assert not _walk(rule, torch.zeros(3, 2, 4)).any()


def test_a_rate_can_change_on_the_way() -> None:
    rule = Steepest(Linear(3.0, 1.0))
    late, _ = rule.advance(torch.zeros(1, 1), torch.ones(1, 1), (), 5, 0.5)
    assert late.item() == 2.0

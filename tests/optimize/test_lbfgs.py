import torch
from torch import Tensor

from activation_atlas.optimize.ascent import Ascent
from activation_atlas.optimize.lbfgs import Lbfgs
from activation_atlas.optimize.rules import Steepest


def _bowl(count: int) -> tuple[Tensor, Tensor]:
    """Return curvatures (count, 12) over three orders of magnitude, and summits."""
    random = torch.Generator().manual_seed(0)
    curvature = torch.logspace(-1, 2, 12).expand(count, -1)
    return curvature, torch.randn(count, 12, generator=random)


def _climb(rule: object, steps: int, count: int = 1) -> tuple[Ascent, Tensor]:
    curvature, summit = _bowl(count)
    ascent = Ascent.start(torch.zeros(count, 12), rule)
    ascent.advance(
        lambda x, step: -0.5 * (curvature * (x - summit).square()).sum(1), range(steps), steps
    )
    return ascent, summit


def test_it_reaches_the_summit_of_an_ill_conditioned_hill():
    ascent, summit = _climb(Lbfgs(most=10.0), 60)
    torch.testing.assert_close(ascent.parameters, summit, atol=2e-3, rtol=0)
    steepest, _ = _climb(Steepest(0.01), 60)
    assert (steepest.parameters - summit).abs().max() > 0.5


def test_the_first_step_has_the_length_asked_for_along_the_gradient():
    gradient = torch.randn(2, 3, 5, 5, generator=torch.Generator().manual_seed(1)) * 1e6
    rule, start = Lbfgs(first=0.02), torch.zeros(2, 3, 5, 5)
    after, _ = rule.advance(start, gradient, rule.begin(start), 0, 0.0)
    rms = gradient.square().mean((1, 2, 3), keepdim=True).sqrt()
    torch.testing.assert_close(after, 0.02 * gradient / rms)


def test_no_step_is_longer_than_the_most():
    rule, start = Lbfgs(most=0.05, first=1.0), torch.zeros(1, 3, 4, 4)
    after, _ = rule.advance(start, torch.ones_like(start), rule.begin(start), 0, 0.0)
    torch.testing.assert_close(after, torch.full_like(start, 0.05))


def test_a_step_over_a_hollow_is_not_remembered():
    rule, start = Lbfgs(), torch.zeros(1, 4)
    state = rule.begin(start)
    after, state = rule.advance(start, torch.ones(1, 4), state, 0, 0.0)
    _, state = rule.advance(after, 2 * torch.ones(1, 4), state, 1, 0.5)
    assert not state[4].any()


def test_no_gradient_leaves_the_image():
    rule, start = Lbfgs(), torch.ones(1, 3, 4, 4)
    after, _ = rule.advance(start, torch.zeros_like(start), rule.begin(start), 0, 0.0)
    assert torch.equal(after, start)


def test_images_do_not_see_each_other():
    together, _ = _climb(Lbfgs(memory=4), 12, count=3)
    curvature, summit = _bowl(3)
    alone = Ascent.start(torch.zeros(1, 12), Lbfgs(memory=4))
    alone.advance(
        lambda x, step: -0.5 * (curvature[1:2] * (x - summit[1:2]).square()).sum(1), range(12), 12
    )
    assert torch.equal(alone.parameters[0], together.parameters[1])


def test_the_memory_goes_round():
    few, summit = _climb(Lbfgs(memory=2, most=10.0), 300)
    torch.testing.assert_close(few.parameters, summit, atol=0.05, rtol=0)

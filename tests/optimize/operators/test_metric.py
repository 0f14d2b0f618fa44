import numpy as np
import torch

from activation_atlas.optimize.objectives import Outputs, SpectrumPrior
from activation_atlas.optimize.operators.metric import PriorMetric

PRIOR = SpectrumPrior.natural()


def test_the_priors_own_gradient_becomes_the_way_to_the_mean() -> None:
    """C C⁻¹ = 1: a step along the prior alone moves all frequencies and colours alike."""
    images = torch.rand(2, 3, 24, 33, generator=torch.Generator().manual_seed(0))
    images.requires_grad_()
    score = PRIOR.objective()(Outputs(images, images, {}))
    (gradient,) = torch.autograd.grad(score.sum(), images)
    away = images.detach() - torch.from_numpy(PRIOR.mean).float()[:, None, None]
    stepped = PriorMetric(PRIOR)(gradient, 0.0) * (24 * 33)
    assert torch.allclose(stepped, -away, atol=1e-3)


def test_two_shares_make_the_whole() -> None:
    gradient = torch.randn(1, 3, 16, 17, generator=torch.Generator().manual_seed(2))
    by_halves = PriorMetric(PRIOR, 0.3)(PriorMetric(PRIOR, 0.7)(gradient, 0.0), 0.0)
    whole = PriorMetric(PRIOR)(gradient, 0.0)
    assert torch.allclose(by_halves, whole, atol=1e-4 * whole.abs().max())
    assert torch.allclose(PriorMetric(PRIOR, 0.0)(gradient, 0.0), gradient, atol=1e-5)


def test_white_gradients_get_the_priors_spectrum() -> None:
    white = torch.randn(64, 3, 32, 32, generator=torch.Generator().manual_seed(1))
    coloured = PriorMetric(PRIOR)(white, 0.0)
    power = np.abs(np.fft.rfft2(coloured.numpy(), norm="ortho")).mean((0, 1))
    expected = PRIOR.power_at(32, 32)
    ratio = power / expected
    assert ratio[1:].std() < 0.1 * ratio[1:].mean()
    assert torch.equal(PriorMetric(PRIOR)(white[3:4], 0.5)[0], coloured[3])

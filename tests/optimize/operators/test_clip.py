import numpy as np
import pytest
import torch

from activation_atlas.optimize.operators.clip import (
    ClipSmallContribution,
    ClipSmallNorm,
    ClipValid,
)


def test_pixels_of_small_norm_become_zero() -> None:
    norms = torch.arange(1.0, 17).reshape(4, 4)
    pixels = norms * torch.tensor([2 / 3, -2 / 3, 1 / 3])[:, None, None]
    clipped = ClipSmallNorm(50)(pixels[None], pixels[None], 0, 0.0)[0]
    assert torch.equal(clipped, pixels * (norms > 8))


def test_pixels_of_small_contribution_become_zero() -> None:
    pixels = torch.zeros(1, 3, 4, 4)
    pixels[0, 0], pixels[0, 1] = 2, torch.arange(16.0).reshape(4, 4)
    gradient = torch.ones(1, 3, 4, 4)
    gradient[0, 0], gradient[0, 2] = -2, 100
    # Summed over colours x∘g is n - 4 for pixel n; the 80th percentile of its size is 8.
    clipped = ClipSmallContribution(80)(pixels, gradient, 0, 0.0)
    kept = torch.arange(16).reshape(4, 4) >= 12
    assert torch.equal(clipped, pixels * kept)


@pytest.mark.parametrize("percent", [0, 13, 50, 90, 100])
def test_the_threshold_is_the_percentile_of_each_image(percent: float) -> None:
    pixels = torch.randn(3, 3, 5, 7) * torch.tensor([1.0, 10, 100])[:, None, None, None]
    clipped = ClipSmallNorm(percent)(pixels, pixels, 0, 0.0)
    for image, rest in zip(pixels, clipped):
        norms = image.square().sum(0).sqrt().numpy()
        small = torch.from_numpy(norms < np.percentile(norms, percent))
        assert torch.equal(rest, image * ~small)


def test_a_percentile_of_zero_keeps_all() -> None:
    pixels = torch.randn(1, 3, 4, 4)
    assert torch.equal(ClipSmallContribution(0)(pixels, 0 * pixels, 0, 0.0), pixels)


def test_pixels_are_kept_between_black_and_white() -> None:
    pixels = torch.linspace(-300, 300, 48).reshape(1, 3, 4, 4)
    mean = torch.tensor([0.2, 0.5, 1.0])[:, None, None]
    clipped = ClipValid((0.2, 0.5, 1.0))(pixels, pixels, 0, 0.0)
    assert torch.allclose(clipped, (pixels + 255 * mean).clamp(0, 255) - 255 * mean, atol=1e-4)
    assert clipped[:, 2].max() == 0

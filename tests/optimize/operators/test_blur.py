import pytest
import torch

from activation_atlas.optimize.operators.blur import Blur, GradientBlur, gaussian_blur
from activation_atlas.optimize.schedule import Linear


def _gaussian(sigma: float, radius: int) -> torch.Tensor:
    line = torch.exp(-(torch.arange(-radius, radius + 1.0) ** 2) / (2 * sigma**2))
    return torch.outer(line, line) / line.sum() ** 2


@pytest.mark.parametrize(("sigma", "radius"), [(0.3, 1), (0.5, 2), (1.0, 3), (2.5, 8)])
def test_a_point_becomes_a_gaussian(sigma: float, radius: int) -> None:
    point = torch.zeros(1, 3, 21, 25)
    point[:, :, 10, 12] = 1
    blurred = gaussian_blur(point, sigma)[0, 1]
    around = blurred[10 - radius : 11 + radius, 12 - radius : 13 + radius]
    assert torch.allclose(around, _gaussian(sigma, radius), atol=1e-7)
    assert blurred.sum().item() == pytest.approx(1, abs=1e-5)


def test_a_small_image_by_hand() -> None:
    row = torch.tensor([0.0, 0, 8, 0]).expand(1, 3, 4, 4)
    near = torch.exp(torch.tensor(-2.0))  # σ 0.5: the neighbour at distance 1
    far = torch.exp(torch.tensor(-8.0))
    expected = 8 * torch.stack([far, near, torch.ones(()), near]) / (1 + 2 * near + 2 * far)
    assert torch.allclose(gaussian_blur(row, 0.5), expected.expand(1, 3, 4, 4), atol=1e-6)


def test_a_flat_image_and_a_narrow_blur_stay() -> None:
    flat = torch.full((1, 3, 4, 4), 7.0)
    assert torch.allclose(gaussian_blur(flat, 3.0), flat, atol=1e-5)
    noise = torch.rand(1, 3, 4, 4)
    assert gaussian_blur(noise, 0.0) is noise
    assert torch.allclose(gaussian_blur(noise, 0.1), noise, atol=1e-6)


def test_blurs_happen_every_few_steps() -> None:
    pixels = torch.rand(1, 3, 4, 4)
    blur = Blur(1.0, every=4)
    turns = [blur(pixels, pixels, step, 0.0) is not pixels for step in range(9)]
    assert turns == [True, False, False, False] * 2 + [True]


def test_sigma_follows_its_schedule() -> None:
    pixels, sigma = torch.rand(1, 3, 9, 9), Linear(2.5, 0.5)
    assert torch.equal(Blur(sigma)(pixels, pixels, 3, 0.5), gaussian_blur(pixels, 1.5))
    assert torch.equal(GradientBlur(sigma)(pixels, 0.5), gaussian_blur(pixels, 1.5))

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from activation_atlas.optimize.operators.bilateral import Bilateral, bilateral_filter
from activation_atlas.optimize.schedule import Linear


def _by_definition(images: Tensor, sigma_space: float, sigma_range: float) -> Tensor:
    radius = math.ceil(2 * sigma_space)
    rows, columns = torch.meshgrid(*(torch.arange(n) for n in images.shape[2:]), indexing="ij")
    places = torch.stack([rows, columns], 2).reshape(-1, 2).float()
    apart = (places[:, None] - places).abs()
    near = torch.exp(-apart.square().sum(2) / (2 * sigma_space**2))
    near[apart.amax(2) > radius] = 0
    filtered = []
    for image in images.flatten(2):
        colour = (image[:, :, None] - image[:, None]).square().sum(0)
        weights = near * torch.exp(-colour / (2 * sigma_range**2))
        filtered.append(image @ (weights / weights.sum(1, keepdim=True)).T)
    return torch.stack(filtered).reshape(images.shape)


@pytest.mark.parametrize("size", [(4, 4), (9, 6), (1, 5)])
@pytest.mark.parametrize("sigma_space", [0.5, 1.0, 2.5])
def test_it_is_its_definition(size: tuple[int, int], sigma_space: float) -> None:
    images = 60 * torch.randn(2, 3, *size)
    filtered = bilateral_filter(images, sigma_space, 50.0)
    assert torch.allclose(filtered, _by_definition(images, sigma_space, 50.0), atol=1e-3)


def test_a_wide_range_makes_it_a_gaussian_blur_of_the_same_radius() -> None:
    images = 60 * torch.randn(1, 3, 12, 15)
    line = torch.exp(-(torch.arange(-2, 3.0) ** 2) / 2)
    kernel = (torch.outer(line, line) / line.sum() ** 2)[None, None]
    blurred = functional.conv2d(images.transpose(0, 1), kernel).transpose(0, 1)
    filtered = bilateral_filter(images, 1.0, 1e6)[:, :, 2:-2, 2:-2]
    assert torch.allclose(filtered, blurred, atol=1e-3)


def test_a_step_edge_survives_while_noise_goes() -> None:
    edge = torch.full((1, 3, 16, 16), -80.0)
    edge[..., 8:] = 80
    filtered = bilateral_filter(edge + 5 * torch.randn(edge.shape), 1.0, 25.0)
    assert torch.allclose(filtered, edge, atol=15)
    assert (filtered - edge).std() < 3


def test_distance_in_colour_is_joint() -> None:
    pixels = torch.tensor([[0.0, 30], [0, 40], [0, 0]])[None, :, None]  # two pixels, 50 apart
    weight = math.exp(-1 / 2 - 50**2 / (2 * 51**2))
    filtered = Bilateral(1.0, 51 / 255)(pixels, pixels, 0, 0.0)
    assert torch.allclose(filtered[0, :2, 0, 0], torch.tensor([30.0, 40]) * weight / (1 + weight))


def test_a_narrow_filter_is_the_identity() -> None:
    images = torch.randn(1, 3, 4, 4)
    assert bilateral_filter(images, 0.0, 10.0) is images
    assert bilateral_filter(images, 1.0, 0.0) is images
    assert torch.allclose(bilateral_filter(images, 1.0, 1e-3), images, atol=1e-3)


def test_sigmas_follow_their_schedules() -> None:
    images = 60 * torch.randn(1, 3, 6, 6)
    filtered = Bilateral(Linear(2.0, 1.0), Linear(0.25, 0.05))(images, images, 7, 0.5)
    assert torch.allclose(filtered, bilateral_filter(images, 1.5, 255 * 0.15), atol=1e-3)

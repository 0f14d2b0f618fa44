import numpy as np
import pytest
import torch

from activation_atlas.optimize.images.alpha import AlphaImages, RandomBackground, over
from activation_atlas.optimize.images.fourier import FourierImages
from activation_atlas.seeds import generator


def test_colour_is_that_of_a_fourier_image_and_alpha_a_squashed_plane() -> None:
    images, fourier = AlphaImages(33, 50), FourierImages(33, 50)
    coefficients = images.start([generator("a")]) * 30
    rgb, alpha = images.decode(coefficients).split([3, 1], 1)
    assert torch.allclose(rgb, fourier.decode(coefficients[:, :3]))
    assert torch.allclose(alpha, torch.sigmoid(fourier.axes(coefficients[:, 3:])))


def test_a_start_is_half_opaque() -> None:
    alpha = AlphaImages(32, 32).decode(AlphaImages(32, 32).start([generator("a")]))[:, 3]
    assert torch.allclose(alpha, torch.full_like(alpha, 0.5), atol=0.05)


def test_opaque_images_hide_the_background_and_clear_ones_show_it() -> None:
    rgb, background = torch.rand(2, 3, 5, 6), torch.rand(2, 3, 5, 6)
    opaque = torch.cat([rgb, torch.ones(2, 1, 5, 6)], 1)
    clear = torch.cat([rgb, torch.zeros(2, 1, 5, 6)], 1)
    assert torch.equal(over(opaque, background), rgb)
    assert torch.equal(over(clear, background), background)
    half = torch.cat([rgb, torch.full((2, 1, 5, 6), 0.5)], 1)
    assert torch.allclose(over(half, 1.0), (rgb + 1) / 2)


def test_the_network_sees_another_background_at_each_step() -> None:
    numbers = torch.from_numpy(RandomBackground().draw(generator("a"), 3))
    assert numbers.dtype == torch.float32 and len(numbers) == 3
    seen = RandomBackground().apply(torch.zeros(3, 4, 33, 50), numbers)
    assert seen.shape == (3, 3, 33, 50)
    assert (seen[0] - seen[1]).abs().mean() > 0.05
    assert torch.equal(seen[1:2], RandomBackground().apply(torch.zeros(1, 4, 33, 50), numbers[1:2]))


def test_the_same_generator_gives_the_same_backgrounds() -> None:
    first, second = (RandomBackground().draw(generator("a"), 2) for _ in range(2))
    assert np.array_equal(first, second)


def test_backgrounds_have_the_contrast_of_photos_and_are_smooth() -> None:
    numbers = torch.from_numpy(RandomBackground().draw(generator("a"), 32))
    seen = RandomBackground().apply(torch.zeros(32, 4, 64, 64), numbers)
    assert seen.mean().item() == pytest.approx(0.5, abs=0.05)
    assert 0.08 < seen.std() < 0.3
    assert seen.diff(dim=3).abs().mean() < 0.2 * seen.std()


def test_a_transparent_place_gets_the_gradient_of_its_alpha_alone() -> None:
    images = torch.cat([torch.rand(1, 3, 4, 4), torch.zeros(1, 1, 4, 4)], 1).requires_grad_()
    numbers = torch.from_numpy(RandomBackground().draw(generator("a"), 1))
    seen = RandomBackground().apply(images, numbers)
    (gradient,) = torch.autograd.grad(seen.square().sum(), images)
    assert not gradient[:, :3].any() and gradient[:, 3].all()

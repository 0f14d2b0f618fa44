import torch

from activation_atlas.optimize.transforms.noise import Noise
from activation_atlas.seeds import generator


def test_noise_has_the_deviation_and_no_mean() -> None:
    noise = Noise(0.2)
    numbers = torch.from_numpy(noise.draw(generator("noise"), 2))
    added = noise.apply(torch.zeros(2, 3, 100, 100), numbers)
    assert abs(added.mean()) < 0.005
    assert abs(added.std() - 0.2) < 0.005


def test_noise_is_new_for_each_image_and_step_and_pixel() -> None:
    noise = Noise(1)
    numbers = torch.from_numpy(noise.draw(generator("noise"), 2))
    first, second = noise.apply(torch.zeros(2, 3, 100, 100), numbers).reshape(2, 3, -1)
    for one, other in ((first, second), (first[0], first[1]), (first, first.roll(1, 1))):
        assert abs((one * other).mean()) < 0.05


def test_the_same_numbers_give_the_same_noise() -> None:
    images, numbers = torch.rand(2, 3, 8, 8), torch.tensor([[5.0, 16777215], [5, 16777215]])
    added = Noise(0.1).apply(images, numbers) - images
    assert torch.allclose(added[0], added[1], atol=1e-6)

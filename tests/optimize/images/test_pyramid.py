import torch

from activation_atlas.optimize.colour import CORRELATED
from activation_atlas.optimize.images.pyramid import PyramidImages
from activation_atlas.optimize.images.starts import normal
from activation_atlas.seeds import generator


def test_the_levels_together_are_made_rgb() -> None:
    images = PyramidImages(16, 24, CORRELATED)
    parameters = torch.full_like(images.start([generator("a")]), 0.3)
    assert torch.allclose(images.decode(parameters), torch.tensor(4 * 0.3).sigmoid())


def test_coarse_structure_outweighs_detail_in_noise() -> None:
    images = PyramidImages(64, 64, CORRELATED)
    count = images.start([generator("a")]).shape[1]
    noise = normal([generator("n", index) for index in range(16)], (count,), 0.1)
    power = torch.fft.rfft2(torch.logit(images.decode(noise))).abs().square().mean((0, 1))
    assert power[1:4, 1:4].mean() > 10 * power[16:32, 16:32].mean()

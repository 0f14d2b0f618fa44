import pytest
import torch

from activation_atlas.optimize.colour import CORRELATED, DECORRELATED
from activation_atlas.optimize.images.pixels import Pixels, SquashedPixels
from activation_atlas.seeds import generator

MEAN = (0.48, 0.46, 0.41)


def test_parameters_are_grey_levels_about_the_mean() -> None:
    images = Pixels(4, 5, MEAN, deviation=0)
    levels = torch.zeros(1, 3, 4, 5)
    assert torch.equal(images.decode(levels)[0, :, 0, 0], torch.tensor(MEAN))
    levels[0, 1, 2, 3] = 51
    assert images.decode(levels)[0, 1, 2, 3].item() == pytest.approx(0.46 + 0.2)


def test_decode_inverts_encode() -> None:
    images = Pixels(33, 50, MEAN, deviation=10)
    rgb = torch.rand(2, 3, 33, 50)
    assert torch.allclose(images.decode(images.encode(rgb)), rgb, atol=1e-6)
    assert images.encode(torch.ones(1, 3, 33, 50)).max().item() == pytest.approx(0.59 * 255)


def test_decoded_images_are_not_clipped() -> None:
    assert Pixels(1, 1, MEAN, 0).decode(torch.full((1, 3, 1, 1), 300.0)).min() > 1


def test_a_start_varies_about_the_mean_by_the_deviation() -> None:
    start = Pixels(64, 65, MEAN, deviation=10).start([generator("a")])
    assert start.mean().item() == pytest.approx(0, abs=0.3)
    assert start.std().item() == pytest.approx(10, rel=0.03)
    assert not Pixels(4, 4, MEAN, deviation=0).start([generator("a")]).any()


def test_a_start_varies_about_the_level_given() -> None:
    images = Pixels(64, 65, MEAN, deviation=8, level=200)
    rgb = 255 * images.decode(images.start([generator("a")]))
    assert torch.allclose(rgb.mean((0, 2, 3)), torch.full((3,), 200.0), atol=0.5)
    assert rgb.std().item() == pytest.approx(8, rel=0.03)


def test_squashed_pixels_are_values_on_their_axes() -> None:
    values = torch.randn(2, 3, 5, 4)
    assert torch.allclose(SquashedPixels(5, 4, CORRELATED).decode(values), torch.sigmoid(values))
    assert torch.equal(SquashedPixels(5, 4).decode(values), DECORRELATED.to_rgb(values))

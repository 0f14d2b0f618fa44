import numpy as np
import pytest
import torch

from activation_atlas.optimize.colour import CORRELATED, DECORRELATED
from activation_atlas.optimize.images.fourier import CONTRAST, FourierImages
from activation_atlas.optimize.images.starts import DEVIATION
from activation_atlas.seeds import generator


@pytest.mark.parametrize("size", [(32, 32), (33, 33), (33, 50), (50, 33), (7, 64)], ids=str)
def test_decode_inverts_encode(size: tuple[int, int]) -> None:
    images = FourierImages(*size, decay_power=1.25)
    rgb = torch.rand(2, 3, *size, generator=torch.Generator().manual_seed(0)) * 0.8 + 0.1
    coefficients = images.encode(rgb)
    assert coefficients.shape[1:] == images.shape
    assert torch.allclose(images.decode(coefficients), rgb, atol=1e-4)


@pytest.mark.parametrize("size", [(33, 33), (33, 50), (50, 33)], ids=str)
def test_encode_inverts_decode_up_to_what_moves_nothing(size: tuple[int, int]) -> None:
    images = FourierImages(*size)
    coefficients = images.start([generator("a")])
    again = images.encode(images.decode(coefficients))
    inner = (..., slice(1, (size[1] + 1) // 2), slice(None))  # columns that have no mirror image
    assert torch.allclose(again[inner], coefficients[inner], atol=1e-4)


@pytest.mark.parametrize("power", [1.0, 1.25])
@pytest.mark.parametrize("size", [(64, 64), (45, 80)], ids=str)
def test_white_coefficients_give_an_amplitude_that_falls_as_frequency_to_the_power(
    size: tuple[int, int], power: float
) -> None:
    images = FourierImages(*size, power)
    start = images.start([generator("spectrum", index) for index in range(64)])
    amplitude = torch.fft.rfft2(images.axes(start)).abs().pow(2).mean((0, 1)).sqrt()
    rows, columns = torch.fft.fftfreq(size[0]), torch.fft.rfftfreq(size[1])
    frequency = torch.hypot(rows[:, None], columns[None])
    inner = (frequency > 2 / max(size)) & (frequency < 0.45) & (columns[None] > 0)
    slope = np.polyfit(frequency[inner].log().numpy(), amplitude[inner].log().numpy(), 1)[0]
    assert slope == pytest.approx(-power, abs=0.05)


@pytest.mark.parametrize("size", [(16, 16), (9, 16), (15, 7)], ids=str)
def test_the_start_is_the_published_one_at_decay_power_one(size: tuple[int, int]) -> None:
    height, width = size
    coefficients = torch.zeros(1, 3, height, width // 2 + 1, 2)
    coefficients[0, 0, 0, 0, 0] = DEVIATION
    axes = FourierImages(*size).axes(coefficients)[0, 0]
    # The mean frequency counts as 1 / max(w, h); the inverse transform divides by wh.
    published = DEVIATION * (height * width) ** 0.5 * max(size) / (height * width) / CONTRAST
    assert axes.mean().item() == pytest.approx(published, rel=1e-5)


def test_other_decay_powers_agree_at_the_fourth_frequency() -> None:
    coefficients = torch.zeros(1, 3, 32, 17, 2)
    coefficients[0, 0, 0, 4, 0] = 1
    one, other = (FourierImages(32, 32, power).axes(coefficients) for power in (1.0, 1.5))
    assert torch.allclose(one, other)


def test_one_frequency_is_a_wave_along_its_side() -> None:
    coefficients = torch.zeros(1, 1, 33, 26, 2)
    coefficients[0, 0, 0, 3, 0] = 1
    wave = FourierImages(33, 50).axes(coefficients)[0, 0]
    expected = torch.cos(2 * torch.pi * 3 * torch.arange(50) / 50).expand(33, 50)
    assert torch.allclose(wave / wave.max(), expected, atol=1e-5)


def test_the_colour_axes_are_the_ones_given() -> None:
    coefficients = FourierImages(16, 16).start([generator("a")]) * 50
    axes = FourierImages(16, 16).axes(coefficients)
    for colour in (CORRELATED, DECORRELATED):
        images = FourierImages(16, 16, colour=colour)
        assert torch.equal(images.decode(coefficients), colour.to_rgb(axes))


def test_coefficients_may_begin_at_any_place_of_a_longer_row() -> None:
    images = FourierImages(4, 4)
    row = torch.randn(1 + int(np.prod(images.shape)))
    coefficients = row[1:].view(1, *images.shape)
    assert torch.equal(images.decode(coefficients), images.decode(coefficients.clone()))

import numpy as np
import pytest
import torch

from activation_atlas.optimize import colour
from activation_atlas.optimize.fourier import CONTRAST, START_DEVIATION, FourierImages
from activation_atlas.seeds import generator


@pytest.mark.parametrize("size", [32, 33])
def test_decode_inverts_encode(size: int) -> None:
    images = FourierImages(size, decay_power=1.25)
    rgb = torch.rand(2, 3, size, size, generator=torch.Generator().manual_seed(0)) * 0.8 + 0.1
    assert torch.allclose(images.decode(images.encode(rgb)), rgb, atol=1e-4)


@pytest.mark.parametrize("power", [1.0, 1.25])
def test_white_coefficients_give_an_amplitude_that_falls_as_frequency_to_the_power(
    power: float,
) -> None:
    images = FourierImages(64, power)
    noise = images.noise([generator("spectrum", index) for index in range(64)])
    axes = colour.from_rgb(images.decode(noise))
    amplitude = torch.fft.rfft2(axes).abs().pow(2).mean((0, 1)).sqrt()
    rows, columns = torch.fft.fftfreq(64), torch.fft.rfftfreq(64)
    frequency = torch.hypot(rows[:, None], columns[None])
    inner = (frequency > 2 / 64) & (frequency < 0.45) & (columns[None] > 0)
    slope = np.polyfit(frequency[inner].log().numpy(), amplitude[inner].log().numpy(), 1)[0]
    assert slope == pytest.approx(-power, abs=0.05)


def test_the_start_is_the_published_one_at_decay_power_one() -> None:
    size = 16
    coefficients = torch.zeros(1, 3, size, size // 2 + 1, 2)
    coefficients[0, 0, 0, 0, 0] = START_DEVIATION
    axes = colour.from_rgb(FourierImages(size).decode(coefficients))[0, 0]
    # The mean frequency counts as 1 / size: scale size², inverse transform 1 / size².
    assert axes.mean().item() == pytest.approx(START_DEVIATION / CONTRAST, rel=1e-3)


def test_noise_is_that_of_its_generator_alone() -> None:
    images = FourierImages(32)
    both = images.noise([generator("a"), generator("b")])
    assert torch.equal(both[1:], images.noise([generator("b")]))
    assert not torch.equal(both[0], both[1])

import numpy as np
import pytest
import torch

from activation_atlas.optimize.objectives.objective import Outputs
from activation_atlas.optimize.objectives.prior import SpectrumPrior
from activation_atlas.seeds import generator

MIXING = np.array([[0.2, 0.05, 0.0], [0.2, 0.0, 0.04], [0.2, -0.05, -0.04]])


def _log_p(prior: SpectrumPrior, images: torch.Tensor) -> torch.Tensor:
    return prior.objective()(Outputs(images, images, {}))


def _natural(height: int, width: int, name: str, power: float = 2.0) -> np.ndarray:
    """Return an image (H, W, 3) of power 1/f^power, in RGB about 0.5."""
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.fftfreq(width)[None])
    amplitude = frequency.clip(1 / max(height, width)) ** (-power / 2)
    white = generator(name).standard_normal((3, height, width))
    planes = np.fft.ifft2(np.fft.fft2(white) * amplitude).real
    return np.einsum("chw,rc->hwr", planes / planes.std(), MIXING) * 0.5 + 0.5


def _bytes(image: np.ndarray) -> np.ndarray:
    return (image * 255).round().clip(0, 255).astype(np.uint8)


def _first(image: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(image.transpose(2, 0, 1).copy())[None]


@pytest.mark.parametrize("height, width", [(6, 5), (4, 8)])
def test_the_gradient_is_that_of_the_gaussian(height: int, width: int) -> None:
    prior = SpectrumPrior.natural()
    images = torch.rand(1, 3, height, width, dtype=torch.float64, requires_grad=True)
    (gradient,) = torch.autograd.grad(_log_p(prior, images).sum(), images)
    # C⁻¹ by the definition: into frequencies, divided by power and covariance, and back.
    rest = images.detach()[0].numpy() - prior.mean[:, None, None]
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.fftfreq(width)[None])
    frequency = frequency.clip(1 / max(height, width))
    power = prior.power[0] * (frequency / prior.frequency[0]) ** -2.0
    spectrum = np.einsum("ij,jhw->ihw", np.linalg.inv(prior.covariance), np.fft.fft2(rest)) / power
    expected = -np.fft.ifft2(spectrum).real / (height * width)
    assert np.allclose(gradient[0].numpy(), expected)
    value = 0.5 * (rest * expected).sum()
    assert _log_p(prior, images).item() == pytest.approx(value)


def test_the_gradient_is_that_of_finite_differences() -> None:
    prior = SpectrumPrior.fit([_bytes(_natural(32, 40, "difference"))])
    images = torch.rand(2, 3, 5, 6, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda images: _log_p(prior, images), (images,))


@pytest.mark.parametrize("height, width", [(64, 64), (31, 48)])
def test_images_of_the_prior_average_minus_three_halves(height: int, width: int) -> None:
    prior = SpectrumPrior.natural()
    white = generator("own").standard_normal((20, 3, height, width))
    full = np.sqrt(_mirrored(prior.power_at(height, width), width))
    coloured = np.einsum("rc,bchw->brhw", np.linalg.cholesky(prior.covariance), white)
    images = np.fft.ifft2(np.fft.fft2(coloured) * full).real + prior.mean[:, None, None]
    assert _log_p(prior, torch.from_numpy(images)).mean().item() == pytest.approx(-1.5, abs=0.02)


def _mirrored(half: np.ndarray, width: int) -> np.ndarray:
    """Return all columns of a radial spectrum of which rfft2's are given."""
    return half[:, [min(column, width - column) for column in range(width)]]


def test_natural_images_are_likelier_than_white_noise() -> None:
    images = [_natural(64, 64, f"image {number}") for number in range(4)]
    noise = generator("noise").standard_normal((64, 64, 3)) * images[0].std() + images[0].mean()
    for prior in (SpectrumPrior.natural(), SpectrumPrior.fit([_bytes(i) for i in images[1:]])):
        assert _log_p(prior, _first(images[0])) > 10 * _log_p(prior, _first(noise))


@pytest.mark.parametrize("power", [1.0, 2.0])
def test_the_measured_spectrum_and_colours_are_those_of_the_images(power: float) -> None:
    sizes = [(96, 128), (128, 128), (160, 97)] * 3
    images = [_natural(*size, f"{n}", power) for n, size in enumerate(sizes)]
    prior = SpectrumPrior.fit([_bytes(image) for image in images])
    inner = (prior.frequency > 0.04) & (prior.frequency < 0.4)
    slope = np.polyfit(np.log(prior.frequency[inner]), np.log(prior.power[inner]), 1)[0]
    assert slope == pytest.approx(-power, abs=0.1)
    assert np.allclose(prior.mean, 0.5, atol=0.05)
    covariance = MIXING @ MIXING.T
    assert np.allclose(prior.covariance, 3 * covariance / np.trace(covariance), atol=0.1)


def test_white_noise_of_a_variance_has_that_power() -> None:
    noise = generator("white").normal(0.5, 0.1, (2, 128, 128, 3))
    prior = SpectrumPrior.fit([_bytes(image) for image in noise])
    assert np.allclose(prior.power[prior.frequency > 0.2], 0.01, rtol=0.1)


def test_the_natural_prior_has_the_deviation_of_natural_images() -> None:
    prior = SpectrumPrior.natural()
    assert np.sqrt(_mirrored(prior.power_at(256, 256), 256).mean()) == pytest.approx(0.27, rel=0.01)


def test_grey_and_flat_corpora_leave_every_image_possible() -> None:
    grey = _bytes(_natural(32, 32, "grey"))[:, :, :1].repeat(3, 2)
    for corpus in (grey, np.full((32, 32, 3), 77, np.uint8)):
        images = torch.rand(1, 3, 16, 16)
        assert torch.isfinite(_log_p(SpectrumPrior.fit([corpus]), images)).all()


def test_an_image_does_not_depend_on_its_batch_mates() -> None:
    prior = SpectrumPrior.natural()
    images = torch.rand(3, 3, 20, 31, requires_grad=True)
    (together,) = torch.autograd.grad(_log_p(prior, images).sum(), images)
    (alone,) = torch.autograd.grad(_log_p(prior, images[1:2]).sum(), images)
    assert torch.equal(together[1], alone[1])
    assert _log_p(prior, images).dtype == torch.float32

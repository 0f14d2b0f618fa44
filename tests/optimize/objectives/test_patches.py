import numpy as np
import pytest
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.optimize.objectives.objective import Outputs
from activation_atlas.optimize.objectives.patches import AXES, PatchMixture
from activation_atlas.seeds import generator

# At this progress patches begin at the image's corner: 8 × 8 pixels are one patch.
CORNER = next(p for p in range(1000) if (generator("patches", p).integers(8, size=2) == 7).all())


def _log_p(prior: PatchMixture, images: torch.Tensor, progress: float = 0.0) -> torch.Tensor:
    return prior.objective()(Outputs(images, images, {}, progress=progress))


def _smooth(name: str, size: int = 64) -> np.ndarray:
    """Return a uint8 image of power 1/f²."""
    frequency = np.hypot(np.fft.fftfreq(size)[:, None], np.fft.fftfreq(size)[None])
    spectrum = np.fft.fft2(generator(name).standard_normal((3, size, size)))
    planes = np.fft.ifft2(spectrum / frequency.clip(1 / size)).real
    planes = planes / planes.std() * 40 + 128
    return planes.clip(0, 255).astype(np.uint8).transpose(1, 2, 0)


@pytest.fixture(scope="module")
def learned() -> PatchMixture:
    return PatchMixture.fit(
        [_smooth("a"), _smooth("b", 48)], generator("fit"), components=3, patches=1500
    )


def _one_gaussian() -> tuple[PatchMixture, np.ndarray]:
    """Return a mixture of one Gaussian about 0, and the inverse of its covariance (192, 192)."""
    random = generator("one")
    centred = random.standard_normal((192, 5)).reshape(3, 64, 5)
    centred = (centred - centred.mean(1, keepdims=True)).reshape(192, 5)
    axes = np.linalg.qr(centred)[0].T
    root = random.standard_normal((5, 5))
    mixture = PatchMixture(axes, 0.5, np.ones(1), np.zeros((1, 5)), root[None])
    inverse = axes.T @ root @ root.T @ axes + (np.eye(192) - axes.T @ axes) / 0.5
    return mixture, inverse


def test_the_gradient_of_one_gaussian_is_that_of_its_quadratic_form() -> None:
    mixture, inverse = _one_gaussian()
    images = torch.rand(1, 3, 8, 8, dtype=torch.float64, requires_grad=True)
    (gradient,) = torch.autograd.grad(_log_p(mixture, images, CORNER).sum(), images)
    patch = images.detach().numpy().reshape(3, 64)
    rest = (patch - patch.mean(1, keepdims=True)).ravel()
    expected = (-inverse @ rest).reshape(3, 64)
    expected = (expected - expected.mean(1, keepdims=True)) / 64
    assert np.allclose(gradient.numpy().reshape(3, 64), expected)


def test_the_density_is_that_of_its_gaussians() -> None:
    random = generator("density")
    axes = _one_gaussian()[0].axes
    means, roots = random.standard_normal((2, 5)), random.standard_normal((2, 5, 5))
    mixture = PatchMixture(axes, 0.5, np.array([0.3, 0.7]), means, roots)
    images = torch.from_numpy(random.standard_normal((1, 3, 8, 8)))
    patch = images.numpy().reshape(3, 64)
    rest = (patch - patch.mean(1, keepdims=True)).ravel()
    on_axes = sum(
        weight
        * abs(np.linalg.det(root))
        * np.exp(-0.5 * (((axes @ rest - mean) @ root) ** 2).sum())
        for weight, mean, root in zip(mixture.weights, means, roots)
    ) / (2 * np.pi) ** (5 / 2)
    off = rest @ rest - ((axes @ rest) ** 2).sum()
    off_axes = -0.5 * off / 0.5 - 0.5 * (189 - 5) * np.log(2 * np.pi * 0.5)
    assert _log_p(mixture, images, CORNER).item() == pytest.approx(
        (np.log(on_axes) + off_axes) / 64
    )


def test_the_gradient_is_that_of_finite_differences(learned: PatchMixture) -> None:
    images = torch.from_numpy(_smooth("g", 10)[:9] / 255.0).permute(2, 0, 1)[None]
    images = images.clone().requires_grad_()
    assert torch.autograd.gradcheck(
        lambda images: _log_p(learned, images), (images,), fast_mode=True
    )


def test_images_like_those_learned_are_likelier_than_noise(learned: PatchMixture) -> None:
    image = torch.from_numpy(_smooth("new")).permute(2, 0, 1)[None].float() / 255
    noise = image.flatten()[torch.randperm(image.numel())].view(image.shape)
    assert _log_p(learned, image).item() > 0 > _log_p(learned, noise).item()


def test_brightness_and_colour_of_patches_do_not_matter(learned: PatchMixture) -> None:
    images = torch.rand(1, 3, 24, 16, dtype=torch.float64)
    tinted = images + torch.tensor([0.3, -0.2, 0.1]).view(3, 1, 1)
    assert torch.allclose(_log_p(learned, images), _log_p(learned, tinted))


def test_learning_finds_the_axes_and_stays_above_the_least_variance(learned: PatchMixture) -> None:
    assert learned.axes.shape == (AXES, 192) and learned.whitening.shape == (3, AXES, AXES)
    assert np.allclose(learned.axes @ learned.axes.T, np.eye(AXES))
    assert learned.weights.sum() == pytest.approx(1)
    flat = [np.full((16, 16, 3), 9, np.uint8)]
    mixture = PatchMixture.fit(flat, generator("flat"), components=1, patches=300)
    assert torch.isfinite(_log_p(mixture, torch.rand(1, 3, 16, 16))).all()


def test_the_same_generator_learns_the_same(learned: PatchMixture) -> None:
    images = [_smooth("a"), _smooth("b", 48)]
    again = PatchMixture.fit(images, generator("fit"), components=3, patches=1500)
    assert again.whitening.tobytes() == learned.whitening.tobytes()


def test_patches_lie_elsewhere_at_each_step_and_the_same_at_the_same(learned: PatchMixture) -> None:
    images = torch.rand(1, 3, 32, 40)
    scores = [_log_p(learned, images, step / 20).item() for step in range(20)]
    assert len(set(scores)) > 10
    assert scores[3] == _log_p(learned, images, 3 / 20).item()


@pytest.mark.parametrize("step", range(5))
def test_every_pixel_lies_under_a_patch(learned: PatchMixture, step: int) -> None:
    images = torch.rand(1, 3, 13, 18, requires_grad=True)
    (gradient,) = torch.autograd.grad(_log_p(learned, images, step / 5).sum(), images)
    assert (gradient != 0).all()


def test_an_image_does_not_depend_on_its_batch_mates(learned: PatchMixture) -> None:
    images = torch.rand(3, 3, 27, 33, requires_grad=True)
    (together,) = torch.autograd.grad(_log_p(learned, images).sum(), images)
    for row in range(3):
        (alone,) = torch.autograd.grad(_log_p(learned, images[row : row + 1]).sum(), images)
        assert torch.equal(together[row], alone[row])


def test_images_smaller_than_a_patch_are_an_error(learned: PatchMixture) -> None:
    assert torch.isfinite(_log_p(learned, torch.rand(1, 3, 8, 8), 0.7)).all()
    with pytest.raises(AtlasError, match="at least 8 × 8 pixels, not 12 × 7"):
        _log_p(learned, torch.rand(1, 3, 7, 12))

import pytest
import torch

from activation_atlas.optimize.images import (
    AlphaImages,
    CPPNImages,
    FourierImages,
    Images,
    Pixels,
    SharedImages,
    SquashedPixels,
)
from activation_atlas.optimize.images.starts import normal
from activation_atlas.seeds import generator

SIZES = [(32, 32), (33, 50), (50, 33), (5, 3)]
KINDS = {
    "fourier": FourierImages,
    "pixels": lambda height, width: Pixels(height, width, (0.5, 0.4, 0.3), 10),
    "squashed": SquashedPixels,
    "cppn": CPPNImages,
    "alpha": AlphaImages,
    "shared": lambda height, width: SharedImages(height, width, 2),
    "alone": lambda height, width: SharedImages(height, width, 1),
}


@pytest.fixture(params=[(kind, size) for kind in KINDS for size in SIZES], ids=str)
def images(request: pytest.FixtureRequest) -> Images:
    kind, size = request.param
    return KINDS[kind](*size)


def _moved(images: Images, names: str) -> torch.Tensor:
    """Parameters some way from a start, so that no part of them is still idle."""
    start = images.start([generator(name) for name in names])
    return start + normal([generator("move", name) for name in names], start.shape[1:], 0.2)


def test_images_have_the_size_asked_for(images: Images) -> None:
    start = images.start([generator("a"), generator("b")])
    decoded = images.decode(start)
    channels = 4 if isinstance(images, AlphaImages) else 3
    group = images.group if isinstance(images, SharedImages) else 1
    assert start.dtype == decoded.dtype == torch.float32
    assert len(start) == 2
    assert decoded.shape == (2 * group, channels, images.height, images.width)
    assert decoded.min() >= 0 and decoded.max() <= 1


def test_a_start_does_not_depend_on_its_batch_mates(images: Images) -> None:
    both = images.start([generator("a"), generator("b")])
    assert torch.equal(both[1:], images.start([generator("b")]))
    assert not torch.equal(both[0], both[1])


def test_an_image_and_its_gradient_do_not_depend_on_its_batch_mates(images: Images) -> None:
    def decoded(parameters: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        parameters = parameters.clone().requires_grad_()
        result = images.decode(parameters)
        (gradient,) = torch.autograd.grad(result.square().sum(), parameters)
        return result.detach(), gradient

    parameters = _moved(images, "abc")
    together = decoded(parameters)
    alone = [decoded(row[None]) for row in parameters]
    for whole, *parts in zip(together, *alone):
        assert torch.equal(whole, torch.cat(parts))


def test_every_parameter_moves_its_image(images: Images) -> None:
    parameters = _moved(images, "a").requires_grad_()
    weights = torch.randn(images.decode(parameters).shape, generator=torch.manual_seed(0))
    (gradient,) = torch.autograd.grad((images.decode(parameters) * weights).sum(), parameters)
    # The imaginary parts of frequencies that are their own mirror image move nothing.
    assert torch.isfinite(gradient).all()
    assert (gradient != 0).float().mean() > 0.6

import torch

from activation_atlas.optimize.images.fourier import FourierImages
from activation_atlas.optimize.images.shared import SharedImages
from activation_atlas.seeds import generator

IMAGES = SharedImages(33, 50, group=3)
PRIVATE = 3 * 3 * 33 * 26 * 2


def _start(names: str) -> torch.Tensor:
    return IMAGES.start([generator(name) for name in names]) * 30


def test_without_shared_levels_images_are_fourier_images() -> None:
    start = _start("ab")
    start[:, PRIVATE:] = 0
    fourier = FourierImages(33, 50)
    coefficients = start[:, :PRIVATE].reshape(6, *fourier.shape)
    assert torch.equal(IMAGES.decode(start), fourier.decode(coefficients))


def test_without_coefficients_the_images_of_a_group_are_one() -> None:
    start = _start("ab")
    start[:, :PRIVATE] = 0
    first, second = IMAGES.decode(start).split(3)
    assert torch.equal(first[0], first[1]) and torch.equal(first[0], first[2])
    assert not torch.equal(first[0], second[0])


def test_shared_levels_are_coarser_than_the_image() -> None:
    assert IMAGES.start([generator("a")]).shape[1] - PRIVATE == 3 * (
        16 * 25 + 8 * 12 + 4 * 6 + 2 * 3
    )


def test_an_objective_of_one_image_moves_its_own_part_and_the_shared_one_alone() -> None:
    start = _start("ab").requires_grad_()
    (gradient,) = torch.autograd.grad(IMAGES.decode(start)[1].square().sum(), start)
    first, second, third = gradient[0, :PRIVATE].split(PRIVATE // 3)
    assert second.any() and gradient[0, PRIVATE:].any()
    assert not first.any() and not third.any() and not gradient[1].any()

"""What every transform promises."""

import numpy as np
import pytest
import torch
from torch import Tensor

from activation_atlas.optimize.transforms import (
    LUCID,
    PAPER,
    Chain,
    ColourShift,
    Noise,
    Pad,
    RandomAffine,
    Roll,
    Rotate,
    Transform,
)
from activation_atlas.seeds import generator

TRANSFORMS = [
    *PAPER,
    *LUCID,
    Chain((Pad(8, "reflection"), Rotate((-30, 30)))),
    ColourShift(1.2, 0.1),
    Noise(0.1),
    RandomAffine(6, 1.06, 0.05),
    Roll(32),
]
EACH = pytest.mark.parametrize("transform", TRANSFORMS, ids=lambda one: type(one).__name__)


def _views(transform: Transform, images: Tensor, numbers: Tensor) -> tuple[Tensor, Tensor]:
    images = images.clone().requires_grad_()
    views = transform.apply(images, numbers)
    (gradient,) = torch.autograd.grad(views.square().sum(), images)
    return views.detach(), gradient


@EACH
def test_an_image_does_not_depend_on_its_batch(transform: Transform, two_threads: None) -> None:
    images = torch.from_numpy(generator("batch").random((3, 3, 112, 101), np.float32))
    numbers = torch.from_numpy(transform.draw(generator("numbers"), 3))
    views, gradients = _views(transform, images, numbers)
    for row in range(3):
        view, gradient = _views(transform, images[row : row + 1], numbers[row : row + 1])
        assert torch.equal(view[0], views[row])
        assert torch.equal(gradient[0], gradients[row])


@EACH
def test_numbers_are_as_many_as_counted_and_reproducible(transform: Transform) -> None:
    numbers = transform.draw(generator("numbers"), 7)
    assert numbers.shape == (7, transform.count)
    assert numbers.dtype == np.float32
    assert np.array_equal(numbers, transform.draw(generator("numbers"), 7))
    assert not np.array_equal(numbers, transform.draw(generator("others"), 7))

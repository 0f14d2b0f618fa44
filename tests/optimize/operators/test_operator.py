"""What every operator promises."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from activation_atlas.optimize.operators import (
    Bilateral,
    Blur,
    ClipSmallContribution,
    ClipSmallNorm,
    ClipValid,
    Decay,
    GradientBlur,
    LaplacianNormalization,
)
from activation_atlas.seeds import generator

OPERATORS = [
    Bilateral(1.0, 0.1),
    Blur(1.3),
    ClipSmallContribution(90),
    ClipSmallNorm(50),
    ClipValid((0.48, 0.46, 0.41)),
    Decay(0.3),
]
GRADIENT_OPERATORS = [GradientBlur(2.5), LaplacianNormalization()]


def _random(name: str) -> Tensor:
    drawn = generator("operators", name).normal(0, 100, (3, 3, 128, 115))
    return torch.from_numpy(drawn.astype(np.float32))


def _check(change: Callable[[Tensor, Tensor], Tensor]) -> None:
    pixels, gradient = _random("pixels"), _random("gradient")
    before = pixels.clone(), gradient.clone()
    together = change(pixels, gradient)
    assert together.shape == pixels.shape and together.dtype == torch.float32
    assert torch.equal(pixels, before[0]) and torch.equal(gradient, before[1])
    for row in range(3):
        alone = change(pixels[row : row + 1], gradient[row : row + 1])
        assert torch.equal(alone[0], together[row])


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda one: type(one).__name__)
def test_an_image_does_not_depend_on_its_batch(operator: Callable, two_threads: None) -> None:
    _check(lambda pixels, gradient: operator(pixels, gradient, 0, 0.0))


@pytest.mark.parametrize("operator", GRADIENT_OPERATORS, ids=lambda one: type(one).__name__)
def test_a_gradient_does_not_depend_on_its_batch(operator: Callable, two_threads: None) -> None:
    _check(lambda _, gradient: operator(gradient, 0.0))

import pytest
import torch

from activation_atlas.optimize.elementwise import alike


@pytest.mark.parametrize("function", [torch.sigmoid, torch.logit, torch.atan])
@pytest.mark.parametrize("count", [1, 7, 63, 64, 65, 1650])
def test_a_result_does_not_depend_on_its_place(function, count: int) -> None:
    values = torch.rand(count, generator=torch.Generator().manual_seed(0)) * 0.9 + 0.05
    expected = alike(function, torch.cat([values, torch.full((64,), 0.5)]))[:count]
    assert torch.equal(alike(function, values), expected)


def test_shape_and_gradient_are_those_of_the_function() -> None:
    values = torch.randn(3, 2, 5, 7)[:, 1:].requires_grad_()
    result = alike(torch.sigmoid, values)
    assert result.shape == values.shape
    assert torch.allclose(result, torch.sigmoid(values))
    (gradient,) = torch.autograd.grad(result.sum(), values)
    assert torch.allclose(gradient, result * (1 - result))

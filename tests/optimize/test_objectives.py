import pytest
import torch

from activation_atlas.optimize.objectives import COSINE_FLOOR, at_centre, cosine, direction


def test_the_centre_of_an_odd_map_is_its_middle() -> None:
    maps = torch.arange(25.0).view(1, 1, 5, 5)
    assert at_centre(maps).item() == 12


def test_the_centre_of_an_even_map_is_lower_right_of_the_middle() -> None:
    maps = torch.arange(16.0).view(1, 1, 4, 4)
    assert at_centre(maps).item() == 10


def test_cosine_is_that_of_torch_and_of_zero_is_zero() -> None:
    vectors, directions = torch.randn(4, 7), torch.randn(4, 7)
    assert torch.allclose(
        cosine(vectors, directions), torch.cosine_similarity(vectors, directions), atol=1e-6
    )
    assert cosine(torch.zeros(1, 7), directions[:1]).item() == 0


def test_direction_is_dot_times_cosine_to_the_power() -> None:
    vector, wanted = torch.tensor([[3.0, 4.0]]), torch.tensor([[2.0, 0.0]])
    assert direction(vector, wanted, 2).item() == pytest.approx(3 * 0.6**2)
    assert direction(vector, wanted, 0).item() == pytest.approx(3)


def test_the_cosine_has_a_floor() -> None:
    vector, wanted = torch.tensor([[-1.0, 0.0]]), torch.tensor([[1.0, 0.0]])
    assert direction(vector, wanted, 2).item() == pytest.approx(-(COSINE_FLOOR**2))


def test_the_length_of_a_direction_does_not_matter() -> None:
    vectors, directions = torch.randn(3, 5), torch.randn(3, 5)
    assert torch.allclose(
        direction(vectors, directions, 4), direction(vectors, 10 * directions, 4), atol=1e-6
    )


def test_the_cosine_really_acts_on_the_gradient() -> None:
    wanted = torch.tensor([[1.0, 0.0]])
    vector = torch.tensor([[1.0, 1.0]], requires_grad=True)
    (plain,) = torch.autograd.grad(direction(vector, wanted, 0).sum(), vector)
    (pulled,) = torch.autograd.grad(direction(vector, wanted, 4).sum(), vector)
    assert plain[0, 1] == 0 and pulled[0, 1] < 0

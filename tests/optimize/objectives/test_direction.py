import pytest
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.optimize.objectives.direction import (
    COSINE_FLOOR,
    at_centre,
    cosine,
    direction,
    dot_cosine,
)
from activation_atlas.optimize.objectives.objective import Outputs
from activation_atlas.optimize.schedule import Linear


def test_the_centre_of_an_odd_map_is_its_middle() -> None:
    maps = torch.arange(25.0).view(1, 1, 5, 5)
    assert at_centre(maps).item() == 12


def test_the_centre_of_an_even_map_is_lower_right_of_the_middle() -> None:
    maps = torch.arange(16.0).view(1, 1, 4, 4)
    assert at_centre(maps).item() == 10


def test_a_wider_centre_is_a_square_around_it() -> None:
    maps = torch.arange(36.0).view(1, 1, 6, 6)
    assert at_centre(maps, 2)[0, :, 0].tolist() == [14, 15, 20, 21]
    assert at_centre(maps, 3)[0, :, 0].tolist() == [14, 15, 16, 20, 21, 22, 26, 27, 28]
    assert torch.equal(at_centre(maps, 6)[0, :, 0], torch.arange(36.0))


def test_places_count_alike() -> None:
    vectors, wanted = torch.randn(2, 4, 5), torch.randn(2, 5)
    for score in (cosine, lambda v, w: direction(v, w, 3)):
        single = torch.stack([score(vectors[:, place : place + 1], wanted) for place in range(4)])
        assert torch.allclose(score(vectors, wanted), single.mean(0), atol=1e-6)


def test_cosine_is_that_of_torch_and_of_zero_is_zero() -> None:
    vectors, directions = torch.randn(4, 7), torch.randn(4, 7)
    expected = torch.cosine_similarity(vectors, directions)
    assert torch.allclose(cosine(vectors[:, None], directions), expected, atol=1e-6)
    assert cosine(torch.zeros(1, 1, 7), directions[:1]).item() == 0


def test_direction_is_dot_times_cosine_to_the_power() -> None:
    vector, wanted = torch.tensor([[[3.0, 4.0]]]), torch.tensor([[2.0, 0.0]])
    assert direction(vector, wanted, 2).item() == pytest.approx(3 * 0.6**2)
    assert direction(vector, wanted, 0).item() == pytest.approx(3)


def test_the_cosine_has_a_floor() -> None:
    vector, wanted = torch.tensor([[[-1.0, 0.0]]]), torch.tensor([[1.0, 0.0]])
    assert direction(vector, wanted, 2).item() == pytest.approx(-(COSINE_FLOOR**2))


def test_the_length_of_a_direction_does_not_matter() -> None:
    vectors, directions = torch.randn(3, 1, 5), torch.randn(3, 5)
    assert torch.allclose(
        direction(vectors, directions, 4), direction(vectors, 10 * directions, 4), atol=1e-6
    )


def test_the_cosine_really_acts_on_the_gradient() -> None:
    wanted = torch.tensor([[1.0, 0.0]])
    vector = torch.tensor([[[1.0, 1.0]]], requires_grad=True)
    (plain,) = torch.autograd.grad(direction(vector, wanted, 0).sum(), vector)
    (pulled,) = torch.autograd.grad(direction(vector, wanted, 4).sum(), vector)
    assert plain[0, 0, 1] == 0 and pulled[0, 0, 1] < 0


def _outputs(maps: torch.Tensor, progress: float = 0.0) -> Outputs:
    images = torch.zeros(len(maps), 3, 4, 4)
    return Outputs(images, images, {"layer": maps}, progress=progress)


def test_the_objectives_look_at_the_centre_unless_told() -> None:
    maps, wanted = torch.randn(2, 5, 6, 4), torch.randn(2, 5)
    centre, every = maps[:, :, 3, 2], maps.flatten(2).transpose(1, 2)
    unit = wanted / wanted.norm(dim=1, keepdim=True)
    outputs = _outputs(maps)
    dot = dot_cosine("layer", wanted, 0.0)
    assert torch.allclose(dot(outputs), (centre * unit).sum(1), atol=1e-6)
    whole = dot_cosine("layer", wanted, 2.0, side=None)
    assert torch.equal(whole(outputs), direction(every, wanted, 2.0))
    assert torch.equal(
        dot_cosine("layer", wanted, 2.0, side=3)(outputs),
        direction(at_centre(maps, 3), wanted, 2.0),
    )


def test_a_dot_product_with_one_channel_is_that_channel() -> None:
    maps = torch.randn(2, 5, 3, 3)
    assert torch.allclose(
        dot_cosine("layer", torch.eye(5)[[1, 4]], 0.0)(_outputs(maps)), maps[[0, 1], [1, 4], 1, 1]
    )


def test_the_power_can_change_along_the_run() -> None:
    maps, wanted = torch.randn(2, 5, 3, 3), torch.randn(2, 5)
    changing = dot_cosine("layer", wanted, Linear(1.0, 3.0))(_outputs(maps, progress=0.5))
    assert torch.equal(changing, dot_cosine("layer", wanted, 2.0)(_outputs(maps)))


def test_directions_of_another_layer_are_an_error() -> None:
    with pytest.raises(AtlasError, match="7 channels don't fit layer 'layer', which has 5"):
        dot_cosine("layer", torch.randn(1, 7), 2.0)(_outputs(torch.randn(1, 5, 3, 3)))


@pytest.mark.parametrize("power", [2.0, 2.5, 4.0])
def test_an_image_does_not_depend_on_its_batch_mates(power: float) -> None:
    wanted = torch.rand(5, 40)
    maps = torch.rand(5, 40, 7, 7, requires_grad=True)

    def gradient(rows: slice) -> torch.Tensor:
        scores = dot_cosine("layer", wanted[rows], power, side=3)(_outputs(maps[rows]))
        return torch.autograd.grad(scores.sum(), maps)[0][rows]

    alone = torch.cat([gradient(slice(row, row + 1)) for row in range(5)])
    assert torch.equal(gradient(slice(None)), alone)

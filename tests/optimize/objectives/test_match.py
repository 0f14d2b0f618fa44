import pytest
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.optimize.objectives.direction import direction
from activation_atlas.optimize.objectives.match import caricature, guided, half_square, inversion
from activation_atlas.optimize.objectives.objective import Objective, Outputs

MAPS = torch.randn(3, 5, 4, 6, generator=torch.Generator().manual_seed(0))
TARGET = torch.randn(3, 5, 4, 6, generator=torch.Generator().manual_seed(1))
GUIDE = torch.randn(5, 2, 3, generator=torch.Generator().manual_seed(2))


def _outputs(maps: torch.Tensor) -> Outputs:
    images = torch.zeros(len(maps), 3, 4, 4)
    return Outputs(images, images, {"layer": maps})


def _gradient(objective: Objective, maps: torch.Tensor = MAPS) -> torch.Tensor:
    maps = maps.clone().requires_grad_()
    return torch.autograd.grad(objective(_outputs(maps)).sum(), maps)[0]


def test_the_gradient_of_half_the_square_is_the_activation() -> None:
    assert torch.equal(_gradient(half_square("layer")), MAPS)
    assert torch.allclose(
        half_square("layer")(_outputs(MAPS)), MAPS.flatten(1).norm(dim=1) ** 2 / 2
    )


def test_inversion_is_best_at_the_target() -> None:
    objective = inversion("layer", TARGET)
    assert torch.equal(objective(_outputs(TARGET)), torch.zeros(3))
    assert torch.allclose(objective(_outputs(torch.zeros_like(TARGET))), -torch.ones(3))
    norms = TARGET.flatten(1).norm(dim=1)[:, None, None, None] ** 2
    assert torch.allclose(_gradient(objective), -2 * (MAPS - TARGET) / norms, atol=1e-6)


def test_a_caricature_is_the_direction_place_by_place() -> None:
    maps, target = MAPS[:, :, :1, :1], TARGET[:, :, :1, :1]
    single = caricature("layer", target, 2.0)(_outputs(maps))
    expected = direction(maps.flatten(2).transpose(1, 2), target[:, :, 0, 0], 2.0)
    assert torch.allclose(single, expected, atol=1e-6)


def test_a_caricature_of_power_0_is_a_dot_product_with_the_scaled_target() -> None:
    scores = caricature("layer", TARGET, 0.0)(_outputs(MAPS))
    places = 4 * 6
    expected = (MAPS * TARGET).sum((1, 2, 3)) / (TARGET.flatten(1).norm(dim=1) * places**0.5)
    assert torch.allclose(scores, expected, atol=1e-6)
    tenfold = caricature("layer", 10 * TARGET, 0.0)(_outputs(MAPS))
    assert torch.allclose(tenfold, scores, atol=1e-6)


def test_a_caricature_of_nothing_has_a_finite_gradient() -> None:
    target = TARGET.clone()
    target[:, :, 1] = 0
    assert torch.isfinite(_gradient(caricature("layer", target), MAPS * 0)).all()


def test_the_gradient_of_guided_is_the_guides_vector_with_the_largest_dot_product() -> None:
    gradient = _gradient(guided("layer", GUIDE))
    choices = GUIDE.flatten(1).T
    for image in range(3):
        for row in range(4):
            for column in range(6):
                best = max(choices, key=lambda vector: vector @ MAPS[image, :, row, column])
                assert torch.equal(gradient[image, :, row, column], best)


def test_guided_is_the_sum_of_the_largest_dot_products() -> None:
    dots = torch.einsum("bchw,cj->bhwj", MAPS, GUIDE.flatten(1))
    expected = dots.amax(3).sum((1, 2))
    assert torch.allclose(guided("layer", GUIDE)(_outputs(MAPS)), expected, atol=1e-5)


@pytest.mark.parametrize("make", [inversion, caricature])
def test_one_target_serves_all_images(make) -> None:
    one, each = make("layer", TARGET[:1]), make("layer", TARGET[:1].expand(3, -1, -1, -1))
    assert torch.equal(one(_outputs(MAPS)), each(_outputs(MAPS)))


@pytest.mark.parametrize("make", [inversion, caricature])
def test_without_a_target_it_is_the_photo_beside(make) -> None:
    images = torch.zeros(3, 3, 4, 4)
    beside = Outputs(images, images, {"layer": MAPS}, beside={"layer": TARGET})
    assert torch.equal(make("layer")(beside), make("layer", TARGET)(_outputs(MAPS)))
    with pytest.raises(AtlasError, match="no photo to match in layer 'layer'"):
        make("layer")(_outputs(MAPS))


@pytest.mark.parametrize("make", [inversion, caricature])
def test_a_target_of_another_size_is_an_error(make) -> None:
    with pytest.raises(AtlasError, match=r"shape \(5, 4, 5\) doesn't fit layer 'layer'"):
        make("layer", TARGET[..., :5])(_outputs(MAPS))


def test_a_guide_of_another_layer_is_an_error() -> None:
    with pytest.raises(AtlasError, match="guide of 4 channels doesn't fit layer 'layer'"):
        guided("layer", GUIDE[:4])(_outputs(MAPS))


@pytest.mark.parametrize(
    "objective",
    [
        inversion("layer", TARGET[:1]),
        caricature("layer", TARGET[:1], 2.5),
        guided("layer", GUIDE),
        half_square("layer"),
    ],
)
def test_an_image_does_not_depend_on_its_batch_mates(objective: Objective) -> None:
    alone = torch.cat([_gradient(objective, MAPS[row : row + 1]) for row in range(3)])
    assert torch.equal(_gradient(objective), alone)

import pytest
import torch

from activation_atlas.optimize.objectives.objective import Objective, Outputs
from activation_atlas.optimize.objectives.penalties import (
    blurriness,
    l1,
    l2,
    total_variation,
)

IMAGES = torch.rand(3, 3, 7, 9, generator=torch.Generator().manual_seed(0))
MEAN = [0.48, 0.46, 0.41]


def _outputs(images: torch.Tensor) -> Outputs:
    return Outputs(images, images[:, :, :4, :4], {})


def _gradient(objective: Objective, images: torch.Tensor = IMAGES) -> torch.Tensor:
    images = images.clone().requires_grad_()
    return torch.autograd.grad(objective(_outputs(images)).sum(), images)[0]


def test_total_variation_is_the_sum_of_steps() -> None:
    assert torch.equal(total_variation()(_outputs(torch.full((2, 3, 5, 5), 0.3))), torch.zeros(2))
    edge = torch.zeros(1, 3, 4, 6)
    edge[..., 3:] = 0.5
    assert total_variation()(_outputs(edge)).item() == pytest.approx(3 * 4 * 0.5)
    assert total_variation()(_outputs(edge.transpose(2, 3))).item() == pytest.approx(3 * 4 * 0.5)


def test_l1_and_l2_are_sums_about_their_colour() -> None:
    image = torch.tensor([0.6, 0.4, 0.0]).view(1, 3, 1, 1).expand(1, 3, 2, 5)
    assert l1()(_outputs(image)).item() == pytest.approx(10 * 0.7)
    assert l1([0.6, 0.5, 0.5])(_outputs(image)).item() == pytest.approx(10 * 0.6)
    assert l2(0.5)(_outputs(image)).item() == pytest.approx(10 * 255**2 * 0.27)
    assert l2(torch.tensor([0.6, 0.4, 0.0]))(_outputs(image)).item() == 0


def test_the_best_image_of_a_linear_score_is_that_of_simonyan() -> None:
    # S = w·I about the mean in grey levels; S - λ‖I‖² is largest at I = w / 2λ.
    mean = torch.tensor(MEAN).view(3, 1, 1)
    weights, share = torch.randn(3, 7, 9), 0.05
    linear = Objective(lambda outputs: (255 * (outputs.images - mean) * weights).sum((1, 2, 3)))
    best = (mean + weights / (2 * share) / 255)[None]
    gradient = _gradient(linear - share * l2(MEAN), best)
    assert torch.allclose(gradient, torch.zeros_like(gradient), atol=2e-2)  # of about 255
    assert _gradient(linear, best).abs().mean() > 100


def test_blurriness_moves_each_pixel_towards_its_blur() -> None:
    centre = torch.zeros(1, 3, 5, 5)
    centre[:, :, 2, 2] = 1
    gradient = _gradient(blurriness(), centre)
    assert gradient[0, 0, 2, 2].item() == pytest.approx(1 - 2 / 10)
    assert gradient[0, 0, 1, 1].item() == pytest.approx(-1 / 10)
    assert gradient[0, 0, 0, 0] == 0
    # Next to a corner's three neighbours the corner counts two of five parts.
    corner = torch.zeros(1, 3, 5, 5)
    corner[:, :, 0, 0] = 1
    assert _gradient(blurriness(), corner)[0, 0, 0, 0].item() == pytest.approx(1 - 2 / 5)


def test_blurriness_of_a_flat_image_is_0() -> None:
    flat = blurriness()(_outputs(torch.full((2, 3, 6, 5), 0.7)))
    assert torch.allclose(flat, torch.zeros(2), atol=1e-10)


@pytest.mark.parametrize("penalty", [total_variation(), l1(), l2(MEAN), blurriness()])
def test_a_penalty_costs_each_image_for_itself(penalty: Objective) -> None:
    costs = penalty(_outputs(IMAGES))
    assert (costs > 0).all() and not penalty.layers and not penalty.logits
    alone = [penalty(_outputs(image[None])) for image in IMAGES]
    assert torch.equal(costs, torch.cat(alone))

import pytest
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.optimize.objectives.diversity import diversity
from activation_atlas.optimize.objectives.objective import Outputs

MAPS = torch.randn(6, 4, 3, 5, generator=torch.Generator().manual_seed(0))


def _outputs(maps: torch.Tensor) -> Outputs:
    images = torch.zeros(len(maps), 3, 4, 4)
    return Outputs(images, images, {"layer": maps})


def _unit_gram(maps: torch.Tensor) -> torch.Tensor:
    gram = torch.einsum("chw,dhw->cd", maps, maps)
    return gram / gram.norm()


def test_a_groups_scores_add_up_to_the_papers_formula() -> None:
    scores = diversity("layer", 3)(_outputs(MAPS))
    for start in (0, 3):
        grams = [_unit_gram(maps) for maps in MAPS[start : start + 3]]
        pairs = sum((grams[a] * grams[b]).sum() for a in range(3) for b in range(3) if a != b)
        assert torch.allclose(scores[start : start + 3].sum(), -pairs / 3, atol=1e-6)


def test_alike_images_cost_most_and_images_of_other_channels_nothing() -> None:
    alike = diversity("layer", 4)(_outputs(MAPS[:1].expand(4, -1, -1, -1)))
    assert torch.allclose(alike, torch.full((4,), -3 / 4))
    assert (diversity("layer", 3)(_outputs(MAPS)) > -2 / 3).all()
    apart = torch.eye(4)[:, :, None, None].expand(4, 4, 3, 5)
    assert torch.equal(diversity("layer", 4)(_outputs(apart)), torch.zeros(4))


def test_where_things_stand_and_how_strong_they_are_does_not_matter() -> None:
    shifted = torch.cat([MAPS[:1], 3 * MAPS[:1].roll((1, 2), (2, 3))])
    assert torch.allclose(diversity("layer", 2)(_outputs(shifted)), torch.full((2,), -0.5))


def test_other_groups_never_matter() -> None:
    objective = diversity("layer", 3)
    maps = MAPS.clone().requires_grad_()
    scores = objective(_outputs(maps))
    (gradient,) = torch.autograd.grad(scores[:3].sum(), maps)
    assert gradient[:3].abs().sum() > 0 and not gradient[3:].any()
    assert torch.equal(scores[3:], objective(_outputs(maps[3:])))


def test_a_group_of_one_is_content() -> None:
    assert torch.equal(diversity("layer", 1)(_outputs(MAPS)), torch.zeros(6))


def test_a_broken_group_is_an_error() -> None:
    with pytest.raises(AtlasError, match="6 images don't make whole groups of 4"):
        diversity("layer", 4)(_outputs(MAPS))


def test_dead_images_have_a_finite_gradient() -> None:
    maps = torch.zeros(2, 4, 3, 3, requires_grad=True)
    (gradient,) = torch.autograd.grad(diversity("layer", 2)(_outputs(maps)).sum(), maps)
    assert torch.isfinite(gradient).all()

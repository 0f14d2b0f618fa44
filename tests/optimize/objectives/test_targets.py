import pytest
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.optimize.objectives.targets import in_groups, one_an_image


def test_each_target_serves_as_many_consecutive_images() -> None:
    targets = torch.tensor([[1.0], [2.0]])
    assert torch.equal(one_an_image(targets, torch.zeros(2, 5)), targets)
    assert one_an_image(targets, torch.zeros(6))[:, 0].tolist() == [1, 1, 1, 2, 2, 2]


def test_consecutive_images_make_a_group() -> None:
    assert in_groups(torch.arange(6), 3).tolist() == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize("targets", [0, 2, 5])
def test_targets_that_the_images_cannot_share_are_an_error(targets: int) -> None:
    with pytest.raises(AtlasError, match=f"3 images can't share {targets} targets"):
        one_an_image(torch.zeros(targets), torch.zeros(3))


@pytest.mark.parametrize("group", [0, 2, 5])
def test_a_broken_group_is_an_error(group: int) -> None:
    with pytest.raises(AtlasError, match=f"3 images don't make whole groups of {group}"):
        in_groups(torch.zeros(3), group)

import pytest
import torch

from activation_atlas.optimize.images.levels import Levels

SIZES = [(32, 48), (33, 50), (5, 3)]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_constant_levels_add_up(size: tuple[int, int]) -> None:
    levels = Levels(*size, (1, 2, 4, 8))
    total = levels.summed(torch.full((2, levels.count), 0.5))
    assert torch.allclose(total, torch.full((2, 3, *size), 2.0))


def test_levels_have_the_sizes_that_their_factors_say() -> None:
    assert Levels(33, 50, (1,)).count == 3 * 33 * 50
    assert Levels(33, 50, (2, 8)).count == 3 * (16 * 25 + 4 * 6)
    assert Levels(5, 3, (8,)).count == 3


def test_a_level_as_large_as_the_sum_is_itself() -> None:
    plane = torch.randn(2, 3, 33, 50)
    assert torch.allclose(Levels(33, 50, (1,)).summed(plane.flatten(1)), plane)


def test_a_coarse_pixel_moves_the_pixels_around_its_place() -> None:
    coarse = torch.zeros(1, 3, 4, 4)
    coarse[0, 1, 2, 0] = 1
    total = Levels(16, 16, (4,)).summed(coarse.flatten(1))
    assert not total[:, [0, 2]].any()
    # Bilinear: weights 1/8, 3/8, … at quarter pixels, held to the border of the first column.
    hill = torch.tensor([0.125, 0.375, 0.625, 0.875, 0.875, 0.625, 0.375, 0.125])
    assert torch.allclose(total[0, 1, 6:14, 0], hill)
    assert torch.allclose(total[0, 1].sum(), hill.sum() * (2 + hill[4:].sum()))

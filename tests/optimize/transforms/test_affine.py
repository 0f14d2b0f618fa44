import numpy as np
import torch

from activation_atlas.optimize.transforms.affine import RandomAffine, warp
from activation_atlas.seeds import generator

IDENTITY = torch.tensor([[[1.0, 0, 0], [0, 1, 0]]])


def test_the_identity_changes_nothing() -> None:
    images = torch.rand(1, 3, 9, 9)
    assert torch.allclose(warp(images, IDENTITY), images, atol=1e-6)


def test_a_shift_in_x_moves_columns() -> None:
    images = torch.rand(1, 1, 8, 8)
    matrix = IDENTITY.clone()
    matrix[0, 0, 2] = 2 / 8  # reads one pixel further right
    assert torch.allclose(warp(images, matrix)[..., :-1], images[..., 1:], atol=1e-6)


def test_a_quarter_turn_is_a_rotation() -> None:
    images = torch.rand(1, 1, 8, 8)
    turn = torch.tensor([[[0.0, -1, 0], [1, 0, 0]]])
    assert torch.allclose(warp(images, turn), images.rot90(1, (2, 3)), atol=1e-5)


def test_a_turn_of_an_oblong_image_is_not_sheared() -> None:
    rows, columns = np.indices((41, 61)) - np.array([20, 30])[:, None, None]
    blob = torch.from_numpy(np.exp(-(rows**2 + columns**2) / 50)).float()[None, None]
    transform = RandomAffine(rotation=20, scale=1, shift=0)
    numbers = torch.from_numpy(transform.draw(generator("oblong"), 1))
    assert numbers[0, 1].abs() > 0.1
    assert torch.allclose(transform.apply(blob, numbers), blob, atol=0.01)


def test_beyond_the_border_lies_the_mirror_image() -> None:
    images = torch.rand(1, 1, 8, 8)
    matrix = IDENTITY.clone()
    matrix[0, 0, 2] = 2 / 8
    assert torch.allclose(warp(images, matrix)[..., -1], images[..., -1], atol=1e-6)


def test_drawn_matrices_stay_within_the_ranges() -> None:
    ranges = RandomAffine(rotation=10, scale=1.2, shift=0.1)
    matrices = ranges.draw(generator("ranges"), 500).reshape(-1, 2, 3)
    factors = 1 / np.sqrt(np.linalg.det(matrices[:, :, :2]))
    angles = np.rad2deg(np.arctan2(matrices[:, 1, 0], matrices[:, 0, 0]))
    for drawn, low, high in (
        (factors, 1 / 1.2, 1.2),
        (angles, -10, 10),
        (matrices[:, :, 2], -0.2, 0.2),
    ):
        assert drawn.min() >= low - 1e-5 and drawn.max() <= high + 1e-5
        assert np.ptp(drawn) > 0.9 * (high - low)


def test_no_range_is_the_identity() -> None:
    drawn = RandomAffine(0, 1, 0).draw(generator("none"), 3)
    assert np.allclose(drawn, IDENTITY.numpy().ravel())


def test_numbers_are_the_matrices_laid_flat() -> None:
    images = torch.rand(2, 3, 8, 8)
    ranges = RandomAffine(10, 1.1, 0.1)
    numbers = torch.from_numpy(ranges.draw(generator("flat"), 2))
    assert torch.equal(ranges.apply(images, numbers), warp(images, numbers.reshape(2, 2, 3)))

import pytest
import torch

from activation_atlas.optimize.operators.laplacian import LaplacianNormalization, merge, split

SIZES = [(4, 4), (32, 32), (33, 50), (7, 1)]


@pytest.mark.parametrize("size", SIZES)
def test_merging_undoes_splitting(size: tuple[int, int]) -> None:
    images = torch.rand(2, 3, *size)
    pyramid = split(images, 4)
    assert len(pyramid) == 5
    for fine, coarse in zip(pyramid, pyramid[1:]):
        assert coarse.shape[2:] == tuple((side + 1) // 2 for side in fine.shape[2:])
    assert torch.allclose(merge(pyramid), images, atol=1e-5)


def test_a_point_is_reduced_by_the_kernel() -> None:
    kernel = torch.tensor([1.0, 4, 6, 4, 1])
    for row, taps in ((4, kernel[[0, 2, 4]]), (5, kernel[[1, 3]])):
        point = torch.zeros(1, 1, 9, 9)
        point[0, 0, row, 4] = 256
        coarse = split(point, 1)[1][0, 0]
        middle = coarse[1:4] if row == 4 else coarse[2:4]
        assert torch.equal(middle[:, 1:4], torch.outer(taps, kernel[[0, 2, 4]]))
        assert coarse.sum() == middle.sum()


def test_a_flat_image_has_no_fine_level_inside() -> None:
    fine, coarse = split(torch.ones(1, 3, 33, 32), 1)
    assert torch.allclose(fine[:, :, 4:-4, 4:-4], torch.zeros(()), atol=1e-6)
    assert torch.allclose(coarse[:, :, 1:-1, 1:-1], torch.ones(()), atol=1e-6)


def test_every_level_gets_an_rms_of_one() -> None:
    images = 5 * torch.rand(1, 3, 16, 16)
    expected = [level / level.square().mean().sqrt() for level in split(images, 2)]
    normalized = LaplacianNormalization(2)(images, 0.0)
    assert torch.allclose(normalized, merge(expected), atol=1e-5)


def test_no_level_is_an_image_of_rms_one() -> None:
    image = torch.arange(48.0).reshape(1, 3, 4, 4)
    normalized = LaplacianNormalization(0)(image, 0.0)
    assert torch.allclose(normalized, image / image.square().mean().sqrt())


def test_the_size_of_the_gradient_does_not_matter_and_zero_stays_zero() -> None:
    gradient = torch.rand(2, 3, 17, 16)
    normalization = LaplacianNormalization()
    larger = normalization(1000 * gradient, 0.0)
    assert torch.allclose(larger, normalization(gradient, 0.0), atol=1e-4)
    assert torch.equal(normalization(0 * gradient, 0.0), 0 * gradient)

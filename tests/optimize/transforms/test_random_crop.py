import pytest
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.optimize.transforms.random_crop import RandomCrop
from activation_atlas.seeds import generator


def test_windows_are_exact_and_lie_everywhere() -> None:
    image = torch.arange(3 * 6 * 7.0).reshape(1, 3, 6, 7)
    crop = RandomCrop(4, 5)
    numbers = torch.from_numpy(crop.draw(generator("crop"), 200))
    windows = crop.apply(image.expand(200, 3, 6, 7), numbers)
    corners = windows[:, 0, 0, 0].long()
    assert set(corners.tolist()) == {7 * top + left for top in range(3) for left in range(3)}
    for window, corner in zip(windows, corners.tolist()):
        top, left = divmod(corner, 7)
        assert torch.equal(window, image[0, :, top : top + 4, left : left + 5])


def test_a_window_as_large_as_the_image_is_the_image() -> None:
    images = torch.rand(2, 3, 4, 5)
    crop = RandomCrop(4, 5)
    assert torch.equal(crop.apply(images, torch.tensor([[0.0, 0.0], [0.999, 0.999]])), images)


def test_an_image_that_is_too_small_is_an_error() -> None:
    with pytest.raises(AtlasError, match="crop of 4x5 pixels does not fit into an image of 4x4"):
        RandomCrop(4, 5).apply(torch.rand(1, 3, 4, 4), torch.zeros(1, 2))

import numpy as np
import pytest
import torch

from activation_atlas.raster import resized, to_bytes, to_rgb

LEVELS = np.arange(256, dtype=np.uint8)


def test_every_level_is_divided_as_float32_and_comes_back() -> None:
    images = np.stack([LEVELS, LEVELS[::-1], LEVELS], 1).reshape(2, 16, 8, 3)
    rgb = to_rgb(images)
    assert rgb.shape == (2, 3, 16, 8) and rgb.dtype == torch.float32
    assert np.array_equal(rgb.numpy(), images.transpose(0, 3, 1, 2) / np.float32(255))
    assert np.array_equal(to_bytes(rgb), images)


@pytest.mark.filterwarnings("error")
def test_a_read_only_image_is_taken_and_none_is_changed() -> None:
    images = np.full((1, 2, 2, 3), 255, np.uint8)
    images.setflags(write=False)
    to_rgb(images).zero_()
    assert (images == 255).all()


def test_bytes_are_clipped_and_rounded() -> None:
    assert to_bytes(torch.tensor([-0.1, 0.5 / 255 + 1e-4, 2]).view(1, 3, 1, 1)).tolist() == [
        [[[0, 1, 255]]]
    ]


def test_an_image_of_the_size_asked_for_stays_as_it_is() -> None:
    rgb = torch.rand(1, 3, 4, 6)
    assert resized(rgb, (4, 6)) is rgb
    assert torch.allclose(resized(torch.full((1, 3, 4, 6), 0.3), (8, 5)), torch.tensor(0.3))

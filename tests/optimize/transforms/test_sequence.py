import numpy as np
import torch

from activation_atlas.optimize.transforms import ColourShift, Noise, Roll
from activation_atlas.optimize.transforms.sequence import apply_all, draw_all
from activation_atlas.seeds import generator

THREE = (Roll(3), ColourShift(1.5, 0.2), Noise(0.1))


def test_numbers_are_joined_in_order() -> None:
    drawing = generator("all")
    alone = [one.draw(drawing, 4) for one in THREE]
    numbers = draw_all(THREE, generator("all"), 4)
    assert numbers.dtype == np.float32
    assert np.array_equal(numbers, np.concatenate(alone, 1))


def test_transforms_are_applied_in_order() -> None:
    images = torch.rand(2, 3, 8, 8)
    numbers = torch.from_numpy(draw_all(THREE, generator("all"), 2))
    expected = images
    for one, part in zip(THREE, numbers.split([2, 6, 2], 1)):
        expected = one.apply(expected, part)
    assert torch.equal(apply_all(THREE, images, numbers), expected)


def test_no_transform_leaves_images_alone() -> None:
    images = torch.rand(2, 3, 8, 8)
    numbers = draw_all((), generator("none"), 5)
    assert numbers.shape == (5, 0)
    assert apply_all((), images, torch.from_numpy(numbers[:2])) is images

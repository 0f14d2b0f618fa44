import torch

from activation_atlas.optimize.transforms.colour_shift import ColourShift
from activation_atlas.seeds import generator


def test_numbers_stay_within_the_ranges() -> None:
    drawn = ColourShift(gain=1.25, offset=0.1).draw(generator("colour"), 500)
    assert 0.8 <= drawn[:, :3].min() < 0.82 and 1.23 < drawn[:, :3].max() <= 1.25
    assert -0.1 <= drawn[:, 3:].min() < -0.09 and 0.09 < drawn[:, 3:].max() <= 0.1


def test_channels_are_scaled_about_grey_and_shifted() -> None:
    images = torch.rand(1, 3, 4, 5)
    view = ColourShift(2, 1).apply(images, torch.tensor([[1.0, 2, 1, 0, 0, 0.25]]))
    assert torch.allclose(view[:, 0], images[:, 0])
    assert torch.allclose(view[:, 1], 2 * images[:, 1] - 0.5)
    assert torch.allclose(view[:, 2], images[:, 2] + 0.25)

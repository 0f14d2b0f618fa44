import torch

from activation_atlas.optimize import colour


def test_there_and_back_gives_the_same_colours() -> None:
    rgb = torch.rand(2, 3, 5, 7) * 0.9 + 0.05
    assert torch.allclose(colour.to_rgb(colour.from_rgb(rgb)), rgb, atol=1e-5)


def test_zero_is_mid_grey_and_values_stay_within_bounds() -> None:
    assert torch.equal(colour.to_rgb(torch.zeros(1, 3, 2, 2)), torch.full((1, 3, 2, 2), 0.5))
    extreme = colour.to_rgb(torch.randn(1, 3, 8, 8) * 10)
    assert extreme.min() >= 0 and extreme.max() <= 1


def test_first_axis_is_brightness() -> None:
    axes = torch.zeros(1, 3, 1, 1)
    axes[:, 0] = 1
    assert (colour.to_rgb(axes) > 0.5).all()


def test_black_and_white_have_finite_axes() -> None:
    assert torch.isfinite(colour.from_rgb(torch.tensor([0.0, 1.0, 0.5]).view(1, 3, 1, 1))).all()

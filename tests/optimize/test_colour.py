import numpy as np
import pytest
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.optimize.colour import CORRELATED, DECORRELATED, Colour, measured
from activation_atlas.seeds import generator


def _photos(count: int = 4, size: int = 16) -> np.ndarray:
    """Images whose three channels vary together, but not only together."""
    numbers = generator("photos").standard_normal((count, size, size, 3))
    mixed = numbers @ np.array([[40, 40, 40], [10, 0, -10], [3, -6, 3]]) + 120
    return mixed.clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize("colour", [DECORRELATED, CORRELATED, measured(_photos())])
def test_there_and_back_gives_the_same_colours(colour: Colour) -> None:
    rgb = torch.rand(2, 3, 5, 7) * 0.9 + 0.05
    assert torch.allclose(colour.to_rgb(colour.from_rgb(rgb)), rgb, atol=1e-5)


def test_zero_is_mid_grey_and_values_stay_within_bounds() -> None:
    grey = DECORRELATED.to_rgb(torch.zeros(1, 3, 2, 2))
    assert torch.equal(grey, torch.full((1, 3, 2, 2), 0.5))
    extreme = DECORRELATED.to_rgb(torch.randn(1, 3, 8, 8) * 10)
    assert extreme.min() >= 0 and extreme.max() <= 1


def test_first_axis_is_brightness() -> None:
    axes = torch.zeros(1, 3, 1, 1)
    axes[:, 0] = 1
    assert (DECORRELATED.to_rgb(axes) > 0.5).all()


def test_black_and_white_have_finite_axes() -> None:
    extreme = torch.tensor([0.0, 1.0, 0.5]).view(1, 3, 1, 1)
    assert torch.isfinite(DECORRELATED.from_rgb(extreme)).all()


def test_the_fixed_axes_are_the_published_ones() -> None:
    root = np.array([[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]])
    longest = np.sqrt(0.26**2 + 0.27**2 + 0.27**2)
    np.testing.assert_allclose(DECORRELATED.correlation, root / longest, rtol=1e-6)


def test_correlated_axes_are_squashed_alone() -> None:
    values = torch.randn(2, 3, 4, 4)
    assert torch.allclose(CORRELATED.to_rgb(values), torch.sigmoid(values))


def test_measured_axes_are_the_root_of_the_covariance_up_to_scale() -> None:
    photos = _photos()
    root = np.array(measured(photos).correlation)
    covariance = np.cov(photos.reshape(-1, 3).T)
    product = root @ root.T
    np.testing.assert_allclose(product / np.trace(product), covariance / np.trace(covariance), 1e-5)
    assert np.linalg.norm(root, axis=0).max() == pytest.approx(1)
    assert np.allclose(root, np.tril(root))


def test_measured_axes_do_not_depend_on_the_order_of_the_images() -> None:
    photos = _photos()
    assert measured(photos) == measured(photos[::-1])


def test_axes_cannot_be_measured_on_grey_images() -> None:
    grey = np.repeat(_photos()[..., :1], 3, axis=-1)
    with pytest.raises(AtlasError, match="don't vary in all three directions"):
        measured(grey)
    with pytest.raises(AtlasError, match="don't vary in all three directions"):
        measured(grey[:0])


def test_axes_cannot_be_measured_on_other_arrays() -> None:
    with pytest.raises(AtlasError, match=r"not on \(4, 16, 16\) of type uint8"):
        measured(_photos()[..., 0])
    with pytest.raises(AtlasError, match="of type float32"):
        measured(_photos().astype(np.float32))

import numpy as np
import torch

from activation_atlas.raster import to_rgb
from activation_atlas.textures.colours import RIDGE, blended, colour_loss, colours_of, in_colours

CPU = torch.device("cpu")


def _coloured(seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    mixed = rng.standard_normal((40, 40, 3)) @ [[30, 20, 5], [0, 15, 5], [0, 0, 8]]
    return (mixed + 120).clip(0, 255).astype(np.uint8)


def _loss(source: np.ndarray, image: np.ndarray, weight: float = 1.0) -> float:
    return colour_loss(source, weight, CPU)(to_rgb(image[None])).item()


def test_pixels_in_another_order_have_the_same_colours():
    source = _coloured()
    shuffled = np.random.default_rng(1).permutation(source.reshape(-1, 3)).reshape(source.shape)
    assert _loss(source, shuffled) < 1e-5
    assert _loss(source, source[..., ::-1]) > 0.1


def test_the_weight_multiplies():
    source, other = _coloured(), _coloured(1)[..., ::-1]
    assert np.isclose(_loss(source, other, 3.0), 3 * _loss(source, other), rtol=1e-5)


def test_a_brighter_image_is_as_far_as_its_mean_lies_in_the_sources_spread():
    """By closed form: all colours shifted by s add (sᵀAs)² to the spread and sᵀAs to the mean."""
    source = np.tile(_coloured()[..., :1] // 2, 3)
    colours = colours_of(source)
    shift = np.full(3, 10 / 255)
    mean_square = shift @ colours.power(-1, RIDGE) @ shift
    told = _loss(source, source + np.uint8(10))
    assert np.isclose(told, mean_square + mean_square**2, rtol=1e-3)


def test_a_grey_source_refuses_speckles_more_than_grain():
    grey = np.tile(_coloured()[..., :1], 3)
    noise = np.random.default_rng(1).choice([-4, 4], (40, 40, 1))
    grain = (grey + noise * [1, 1, 1]).clip(0, 255).astype(np.uint8)
    speckles = (grey + noise * [1, 0, -1]).clip(0, 255).astype(np.uint8)
    assert _loss(grey, speckles) > 100 * _loss(grey, grain)


def test_powers_multiply_to_the_covariance():
    colours = colours_of(_coloured())
    root = colours.power(0.5)
    assert np.allclose(root @ root, colours.covariance, atol=1e-6)
    assert np.allclose(colours.power(-0.5) @ root, np.eye(3), atol=1e-9)


def test_a_source_of_one_colour_is_no_division_by_zero():
    flat = np.full((20, 20, 3), 77, np.uint8)
    assert _loss(flat, flat) < 1e-3 and np.isfinite(_loss(flat, _coloured()))


def test_an_image_in_the_colours_of_another_has_its_mean_and_covariance():
    image, wanted = _coloured(), colours_of(_coloured(1)[..., ::-1])
    found = colours_of(in_colours(image, wanted))
    assert np.abs(found.mean - wanted.mean).max() < 0.01
    error = np.linalg.norm(found.covariance - wanted.covariance)
    assert error < 0.1 * np.linalg.norm(wanted.covariance)


def test_an_image_in_its_own_colours_is_itself():
    image = _coloured()
    assert np.abs(in_colours(image, colours_of(image)).astype(int) - image).max() <= 1


def test_a_grey_image_takes_colours_on_without_noise():
    grey = np.repeat(_coloured()[..., :1], 3, axis=2)
    found = in_colours(grey, colours_of(_coloured(1)))
    assert len(np.unique(found.reshape(-1, 3), axis=0)) <= len(np.unique(grey))


def test_a_blend_of_colours_is_their_mean():
    one, other = colours_of(_coloured()), colours_of(_coloured(1)[..., ::-1])
    both = blended([(one, 0.25), (other, 0.75)])
    assert np.allclose(both.mean, 0.25 * one.mean + 0.75 * other.mean)
    assert np.allclose(both.covariance, 0.25 * one.covariance + 0.75 * other.covariance)

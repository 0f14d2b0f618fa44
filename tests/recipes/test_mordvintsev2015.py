import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from activation_atlas.images.whole import fitted, whole_photo
from activation_atlas.networks import Network, load_network
from activation_atlas.optimize.objectives import PatchMixture, SpectrumPrior, logit
from activation_atlas.recipes.mordvintsev2015 import NO_PRIOR, PRIOR, with_patches
from activation_atlas.recipes.pictures import Order, Picture, render
from activation_atlas.recipes.recipe import Recipe
from activation_atlas.seeds import generator
from activation_atlas.settings import DeviceSettings, NetworkSettings


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network(NetworkSettings(), DeviceSettings(name="cpu", micro_batch=16), [])


def _render(network: Network, recipe: Recipe, classes: list[int]) -> list[Picture]:
    names = [("class", index) for index in classes]
    return list(render(network, recipe, Order(classes, logit, names, 64, 64)))


def _roughness(image: np.ndarray) -> float:
    """Return the variance of neighbours' differences as a share of that of the pixels."""
    pixels = image.astype(float)
    return np.diff(pixels, axis=0).var() / pixels.var()


def test_the_two_recipes_differ_in_the_prior_alone() -> None:
    assert NO_PRIOR.penalty is None and PRIOR.penalty is not None
    for one, other in zip(NO_PRIOR.stages, PRIOR.stages):
        assert (one.steps, one.rule, one.transforms) == (other.steps, other.rule, other.transforms)
        assert (one.operators, one.scale) == (other.operators, other.scale)
        assert not one.smoothing and len(other.smoothing) == 1


@pytest.mark.parametrize("recipe", [PRIOR, NO_PRIOR], ids=lambda recipe: recipe.name)
def test_classes_rise_and_do_not_depend_on_their_batch(network, recipe) -> None:
    short = recipe.with_steps(30)
    together = _render(network, short, [954, 144])
    (alone,) = _render(network, short, [144])
    np.testing.assert_array_equal(alone.image, together[1].image)
    for picture in together:
        assert picture.curve[-3:].mean() > picture.curve[:3].mean() + 1


def test_the_prior_makes_pictures_smooth(network) -> None:
    (smooth,), (rough,) = (
        _render(network, recipe.with_steps(30), [954]) for recipe in (PRIOR, NO_PRIOR)
    )
    assert _roughness(smooth.image) < 0.3 * _roughness(rough.image)


def test_a_prior_of_patches_is_learned_and_followed(network) -> None:
    photos = [fitted(whole_photo(name, 10**8), 128) for name in ("coffee", "china")]
    with threadpool_limits(1):
        mixture = PatchMixture.fit(photos, generator("patches"), components=4, patches=500)
    recipe = with_patches(SpectrumPrior.natural(), mixture).with_steps(30)
    (picture,) = _render(network, recipe, [954])
    assert recipe.name == "mordvintsev2015-patches"
    assert picture.curve[-3:].mean() > picture.curve[:3].mean()

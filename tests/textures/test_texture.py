"""What a synthesized texture must be: the same material, in another layout."""

from dataclasses import replace

import numpy as np
import pytest

from activation_atlas.networks import Network, load_network
from activation_atlas.networks.vgg import Vgg
from activation_atlas.settings import (
    DeviceSettings,
    NetworkSettings,
    TextureNetworkSettings,
    TexturesSettings,
)
from activation_atlas.textures.compare import distance, grams, relative_errors
from activation_atlas.textures.sources import load_source
from activation_atlas.textures.synthesis import Synthesis
from activation_atlas.textures.texture import make_textures
from made_up import random_vgg

LAYERS = ["conv1_1", "conv2_1", "conv3_1"]
OTHERS = ("blocks.1.1", "blocks.2.1")
"""Layers of the other network that have more places than channels at this size."""
SIZE = 96
MIDDLE = {"gravel": (0.25, 0.25, 0.75, 0.75)}
SETTINGS = TexturesSettings(
    source_size=SIZE,
    regions=MIDDLE,
    size=(SIZE, SIZE),
    layers=LAYERS,
    steps=60,
    octaves=1,
    snapshots=[],
)
SHORT = replace(SETTINGS, size=(64, 64), layers=["conv1_1", "conv2_1"], steps=12)


@pytest.fixture(scope="module")
def vgg() -> Vgg:
    return random_vgg()


@pytest.fixture(scope="module")
def source() -> np.ndarray:
    return load_source("gravel", SETTINGS, 10**8)


@pytest.fixture(scope="module")
def texture(vgg, source) -> np.ndarray:
    return _made(vgg, source, SETTINGS)[0].image


def _made(vgg: Vgg, source: np.ndarray, settings: TexturesSettings) -> list[Synthesis]:
    return make_textures(vgg, source, settings, TextureNetworkSettings(), "gravel")


def _distance(features: object, one: np.ndarray, other: np.ndarray, layers: list[str]) -> float:
    errors = relative_errors(grams(features, one, layers), grams(features, other, layers))
    return float(np.mean(list(errors.values())))


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Return the largest normalized cross-correlation over all shifts around the edges."""
    spectra = []
    for image in (one, other):
        grey = image.mean(2) - image.mean()
        spectra.append(np.fft.fft2(grey / np.linalg.norm(grey)))
    return float(np.fft.ifft2(spectra[0] * spectra[1].conj()).real.max())


def test_its_own_gram_matrices_are_the_sources(vgg, source, texture):
    assert _distance(vgg, texture, source, LAYERS) < 0.02


@pytest.fixture(scope="module")
def other() -> Network:
    return load_network(NetworkSettings(), DeviceSettings(name="cpu"), OTHERS)


@pytest.mark.parametrize("material", ["gravel", "brick", "grass", "flower"])
def test_a_network_that_did_not_make_it_finds_it_alike(vgg, other, material):
    """Five times nearer than noise with the very colours of the source."""
    wanted = replace(SETTINGS, regions=MIDDLE | TexturesSettings().regions, octaves=2)
    source = load_source(material, wanted, 10**8)
    texture = _made(vgg, source, wanted)[0].image
    pixels = source.reshape(-1, 3)
    noise = np.random.default_rng(0).permutation(pixels).reshape(source.shape)
    made, shuffled, target = (grams(other, one, OTHERS) for one in (texture, noise, source))
    assert distance(shuffled, target) > 5 * distance(made, target)


def test_the_layout_is_its_own(source, texture):
    shifted = np.roll(source, (17, 40), (0, 1))
    assert _correlation(source, shifted) > 0.99
    assert _correlation(texture, source) < 0.3


def test_a_grey_material_stays_grey(source, texture):
    assert np.ptp(source.astype(int), axis=2).max() == 0
    assert (texture - texture.mean(2, keepdims=True)).std() < 1.5


def test_a_seamless_texture_goes_on_at_its_edges(vgg, source):
    plain = _made(vgg, source, SHORT)[0].image
    seamless = _made(vgg, source, replace(SHORT, seamless=True))[0].image
    assert _seam(seamless) < 1.15 < _seam(plain)


def _seam(image: np.ndarray) -> float:
    """Return how much rougher the image is across its opposite edges than inside."""
    around = np.pad(image.astype(float), ((0, 1), (0, 1), (0, 0)), mode="wrap")
    down, across = (np.square(np.diff(around, axis=axis)) for axis in (0, 1))
    edges = down[-1].mean() + across[:, -1].mean()
    return np.sqrt(edges / (down[:-1].mean() + across[:, :-1].mean()))


def test_a_histogram_is_the_sources(vgg, source):
    wanted = replace(SHORT, source_size=64, histogram=True)
    source = load_source("flower", wanted, 10**8)
    made = _made(vgg, source, wanted)[0].image
    for channel in range(3):
        ours, theirs = (np.sort(image[..., channel].ravel()) for image in (made, source))
        assert np.abs(ours.astype(int) - theirs).mean() < 1.5


def test_a_texture_may_be_larger_than_its_source(vgg, source):
    wanted = replace(SHORT, size=(64, 144))
    large = _made(vgg, source, wanted)[0].image
    assert large.shape == (64, 144, 3)
    halves = [_distance(vgg, part, source, wanted.layers) for part in (large[:, :72], large)]
    assert max(halves) < 0.15


def test_samples_differ_and_each_is_as_if_made_alone(vgg, source):
    one, two = _made(vgg, source, replace(SHORT, samples=2))
    assert np.array_equal(one.image, _made(vgg, source, SHORT)[0].image)
    assert _correlation(one.image, two.image) < 0.5


def test_whitened_gram_matrices_make_coarse_octaves_alone(vgg, source):
    for octaves in (1, 2):
        wanted = replace(SHORT, octaves=octaves)
        without, beside = (
            _made(vgg, source, replace(wanted, whitened=weight))[0].image for weight in (0.0, 0.1)
        )
        assert np.array_equal(without, beside) == (octaves == 1)

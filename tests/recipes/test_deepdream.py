from dataclasses import replace

import numpy as np
import pytest
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.images.whole import fitted, whole_photo
from activation_atlas.networks import Network, load_network
from activation_atlas.optimize.objectives import channel, half_square
from activation_atlas.raster import resized, to_rgb
from activation_atlas.recipes.deepdream import (
    DEEPDREAM,
    LAPLACIAN,
    dream,
    guide_by,
    noise,
    zoom_loop,
    zoomed,
)
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.seeds import generator
from activation_atlas.settings import DeviceSettings, NetworkSettings

LAYER = "blocks.2.1"
SHORT = DEEPDREAM.with_steps(12)


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network(NetworkSettings(), DeviceSettings(name="cpu", micro_batch=16), [LAYER])


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    return fitted(whole_photo("chelsea", 10**8), 150)


def test_the_octaves_are_the_published_ones() -> None:
    assert [stage.steps for stage in DEEPDREAM.stages] == [10] * 4
    scales = [stage.scale for stage in DEEPDREAM.stages]
    np.testing.assert_allclose(scales, [1.4**-3, 1.4**-2, 1 / 1.4, 1])
    for stage in DEEPDREAM.stages:
        assert (stage.rule.rate, stage.rule.by) == (1.5, "mean")
        assert [roll.most for roll in stage.transforms] == [32]
        assert stage.carry == "detail"
    np.testing.assert_allclose([stage.scale for stage in LAPLACIAN.stages], [1.4**-2, 1 / 1.4, 1])
    assert {stage.rule.rate for stage in LAPLACIAN.stages} == {1.0}


def test_the_laplacian_variant_starts_as_grey_levels_of_100_to_101(network) -> None:
    images = LAPLACIAN.images(network, 224, 224)
    levels = 255 * images.decode(images.start([generator("start")]))
    assert abs(levels.mean() - 100.5) < 0.01 and abs(levels.std() - 12**-0.5) < 0.01


def test_a_dream_raises_its_layer_in_every_octave_and_keeps_the_photo(network, photo) -> None:
    picture = dream(network, photo, half_square(LAYER), SHORT)
    assert picture.image.shape == photo.shape
    for octave in picture.curve.reshape(4, 3):
        assert octave[-1] > octave[0]
    kept = np.corrcoef(picture.image.ravel(), photo.ravel())[0, 1]
    assert 0.8 < kept < 0.999


def test_the_network_sees_the_photo_first(network, photo) -> None:
    """At no detail yet, the first score is that of the photo, reduced to the smallest octave."""
    still = replace(SHORT, stages=tuple(replace(each, transforms=()) for each in SHORT.stages))
    height, width = (round(side * still.stages[0].scale) for side in photo.shape[:2])
    reduced = resized(to_rgb(photo[None]), (height, width))
    with torch.no_grad():
        seen = 0.5 * network.activations(reduced)[LAYER].square().sum().item()
    first = dream(network, photo, half_square(LAYER), still).curve[0]
    assert first == pytest.approx(seen, rel=1e-3)


def test_the_seed_decides_a_dream(network, photo) -> None:
    once, again = (dream(network, photo, half_square(LAYER), SHORT) for _ in range(2))
    np.testing.assert_array_equal(once.image, again.image)
    assert dream(network, photo, half_square(LAYER), SHORT, seed=1).image.tobytes() != (
        once.image.tobytes()
    )


def test_a_guide_of_the_photo_itself_scores_the_sum_of_squares_or_more(network, photo) -> None:
    rgb = to_rgb(photo[None])
    maps = network.activations(rgb)[LAYER]
    outputs = type("Outputs", (), {"activations": {LAYER: maps}})
    score = guide_by(network, LAYER, photo)(outputs)
    assert score >= maps.square().sum() * (1 - 1e-4)


def test_a_guided_dream_differs_from_a_free_one(network, photo) -> None:
    guide = guide_by(network, LAYER, fitted(whole_photo("flower", 10**8), 96))
    free, led = (
        dream(network, photo, each, SHORT).image.astype(int) for each in (half_square(LAYER), guide)
    )
    assert np.abs(free - led).mean() > 1


def test_the_zoom_keeps_the_middle_and_enlarges_about_it() -> None:
    down, across = np.mgrid[:81, :101]
    frame = np.stack([2 * across, 3 * down, 0 * down], 2).astype(np.uint8)
    enlarged = zoomed(frame, 0.5).astype(int)
    assert enlarged.shape == frame.shape
    assert np.abs(enlarged[40, 50] - frame[40, 50]).max() <= 1
    assert np.abs(enlarged[40, 70, 0] - frame[40, 60, 0].astype(int)) <= 1
    np.testing.assert_array_equal(zoomed(frame, 0), frame)


def test_a_journey_from_noise_dreams_on_each_frame(network) -> None:
    start = noise(96, 112, "test")
    frames = list(zoom_loop(network, start, half_square(LAYER), 2, SHORT, zoom=0.1))
    assert [frame.image.shape for frame in frames] == [(96, 112, 3)] * 2
    second = dream(network, zoomed(frames[0].image, 0.1), half_square(LAYER), SHORT, ("frame", 1))
    np.testing.assert_array_equal(frames[1].image, second.image)


def test_channels_by_the_laplacian_variant_rise_whatever_the_batch(network) -> None:
    short = LAPLACIAN.with_steps(9)

    def drawn(channels: list[int]) -> list:
        names = [("channel", each) for each in channels]
        order = Order(channels, lambda items: channel(LAYER, items), names, 64, 64)
        return list(render(network, short, order))

    together, (alone,) = drawn([3, 5, 8]), drawn([5])
    np.testing.assert_array_equal(alone.image, together[1].image)
    for picture in together:
        assert picture.curve[-1] > picture.curve[0]


def test_a_photo_too_small_for_the_octaves_is_one_sentence(network) -> None:
    with pytest.raises(AtlasError, match="60 × 200 pixels is too small.*at least 88 pixels a side"):
        dream(network, noise(200, 60), half_square(LAYER))

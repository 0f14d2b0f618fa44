"""Pictures of the default network at 64 pixels, by recipes of a few steps."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.networks import Network, load_network
from activation_atlas.optimize.images import (
    AlphaImages,
    FourierImages,
    Pixels,
    RandomBackground,
    SharedImages,
)
from activation_atlas.optimize.objectives import channel, logit
from activation_atlas.optimize.operators import Blur, ClipValid
from activation_atlas.optimize.rules import Adam, Steepest
from activation_atlas.optimize.schedule import Linear
from activation_atlas.optimize.stage import Stage
from activation_atlas.optimize.transforms import LUCID, Roll
from activation_atlas.recipes import RECIPES, find
from activation_atlas.recipes.pictures import Order, Picture, render
from activation_atlas.recipes.recipe import Recipe
from activation_atlas.seeds import generator
from activation_atlas.settings import DeviceSettings, NetworkSettings

LAYER = "blocks.1.1"
SIDE = 64


def _pixels(network: Network, height: int, width: int) -> Pixels:
    return Pixels(height, width, network.input.mean, 10.0)


def _fourier(network: Network, height: int, width: int) -> FourierImages:
    return FourierImages(height, width)


def _pairs(network: Network, height: int, width: int) -> SharedImages:
    return SharedImages(height, width, 2)


def _alpha(network: Network, height: int, width: int) -> AlphaImages:
    return AlphaImages(height, width)


FOURIER = Recipe("fourier", "none", _fourier, (Stage(4, Adam(0.05), LUCID),), rescue=2)
OCTAVES = Recipe(
    "octaves",
    "none",
    _pixels,
    (
        Stage(2, Steepest(8.0, by="mean"), operators=(ClipValid(), Blur(1.0)), scale=1 / 1.2),
        Stage(3, Steepest(8.0, by="mean"), operators=(ClipValid(), Blur(0.5))),
    ),
)
PAIRS = Recipe("pairs", "none", _pairs, (Stage(3, Adam(0.05), LUCID),))
ALPHA = Recipe("alpha", "none", _alpha, (Stage(3, Adam(0.05), (RandomBackground(), *LUCID)),))


def _load(micro_batch: int) -> Network:
    return load_network(
        NetworkSettings(), DeviceSettings(name="cpu", micro_batch=micro_batch), [LAYER]
    )


@pytest.fixture(scope="module")
def network() -> Network:
    return _load(16)


@pytest.fixture
def threads() -> Iterator[None]:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def _order(channels: Sequence[int], **more: object) -> Order:
    names = [("channel", number) for number in channels]
    settings = {"height": SIDE, "width": SIDE} | more
    return Order(channels, lambda some: channel(LAYER, some), names, **settings)


def _render(network: Network, recipe: Recipe, channels: Sequence[int], **more) -> list[Picture]:
    return list(render(network, recipe, _order(channels, **more)))


def _assert_same(one: Picture, other: Picture) -> None:
    np.testing.assert_array_equal(one.image, other.image)
    np.testing.assert_array_equal(one.curve, other.curve)
    assert one.snapshots.keys() == other.snapshots.keys()
    for step, image in one.snapshots.items():
        np.testing.assert_array_equal(image, other.snapshots[step])


def _photo(height: int, width: int) -> np.ndarray:
    """Return a made-up photo with every colour and detail, (1, height, width, 3) uint8."""
    return generator("photo").integers(0, 256, (1, height, width, 3), np.uint8)


@pytest.mark.parametrize("recipe", [FOURIER, OCTAVES, ALPHA], ids=lambda recipe: recipe.name)
def test_a_picture_does_not_depend_on_the_others_or_on_threads(network, threads, recipe) -> None:
    channels = list(range(18))  # two batches, the second one short
    torch.set_num_threads(2)
    together = _render(network, recipe, channels, snapshots=[0, 2])
    assert len(together) == 18
    torch.set_num_threads(1)
    for number in (3, 17):
        (alone,) = _render(network, recipe, [number], snapshots=[0, 2])
        _assert_same(alone, together[number])
    assert (together[0].image != together[1].image).any()


def test_pictures_by_no_recipe_depend_on_the_batch(network) -> None:
    larger = _load(24)
    for name in sorted(set(RECIPES) - {"deepdream"}):  # dreams are made one by one
        short = find(name, max(3, len(find(name).stages)))
        (alone,) = _render(network, short, [5], height=48, width=57)
        _, among, _ = _render(larger, short, [3, 5, 7], height=48, width=57)
        _assert_same(alone, among)


def test_pictures_of_a_network_whose_bits_depend_on_the_batch_do_not() -> None:
    """Torchvision's EfficientNet squeezes and excites in vectors that one image doesn't fill."""
    settings = NetworkSettings(name="efficientnet_b0", weights="random")
    wary = load_network(settings, DeviceSettings(name="cpu"), ["features.3"])
    order = replace(_order([3, 5, 7]), objective=lambda some: channel("features.3", some))
    together = list(render(wary, FOURIER, order))
    (alone,) = render(wary, FOURIER, order.some([1]))
    _assert_same(alone, together[1])


def test_a_lone_picture_is_computed_alone(network, monkeypatch) -> None:
    seen = []
    activations = network.activations
    monkeypatch.setattr(
        network,
        "activations",
        lambda rgb, layers: seen.append(len(rgb)) or activations(rgb, layers),
    )
    _render(network, FOURIER, [5])
    assert seen == [16, 1] + [1] * FOURIER.steps


def test_random_crops_do_not_depend_on_the_batch(network) -> None:
    recipe = replace(OCTAVES, stages=(replace(OCTAVES.stages[1], crop=0.3),))
    (alone,) = _render(network, recipe, [5], height=230, width=227)
    _, among, _ = _render(_load(64), recipe, [3, 5, 7], height=230, width=227)
    _assert_same(alone, among)


def test_the_objective_rises_and_the_curve_has_every_step(network) -> None:
    for recipe, height in ((FOURIER, SIDE), (OCTAVES, 65)):
        for picture in _render(network, recipe, [3, 17], height=height):
            assert picture.image.shape == (height, SIDE, 3) and picture.image.dtype == np.uint8
            assert picture.curve.shape == (recipe.steps,)
            assert picture.curve[-1] > picture.curve[0]


def test_snapshots_are_the_picture_after_so_many_steps(network) -> None:
    (picture,) = _render(network, FOURIER, [3], snapshots=[0, 2, 4])
    assert list(picture.snapshots) == [0, 2, 4]
    np.testing.assert_array_equal(picture.snapshots[4], picture.image)
    assert picture.snapshots[0].std() < 3  # nearly grey
    assert picture.snapshots[0].std() < picture.snapshots[2].std() < picture.image.std()


def test_snapshots_count_the_steps_of_all_octaves(network) -> None:
    (picture,) = _render(network, OCTAVES, [3], snapshots=[0, 1, 5])
    assert [image.shape for image in picture.snapshots.values()] == [
        (53, 53, 3),
        (53, 53, 3),
        (64, 64, 3),
    ]
    np.testing.assert_array_equal(picture.snapshots[5], picture.image)


def test_the_best_picture_is_that_of_the_highest_step(network) -> None:
    rule = Steepest(Linear(8.0, -20.0), by="mean")  # uphill first, then down again
    stage = Stage(6, rule, best=True)
    recipe = replace(OCTAVES, stages=(stage,))
    for picture in _render(network, recipe, [3, 17], snapshots=range(6)):
        highest = int(picture.curve.argmax())
        assert 0 < highest < 5
        np.testing.assert_array_equal(picture.image, picture.snapshots[highest])


@pytest.mark.parametrize(("octaves", "ratio"), [(1, 1.4), (2, 1.4), (4, 1.4), (3, 1.2), (2, 3.0)])
def test_a_dream_without_steps_gives_the_photo_back(network, octaves, ratio) -> None:
    photo = _photo(70, 91)
    stages = tuple(
        Stage(1, Steepest(0.0, by="mean"), (Roll(8),), scale=ratio**-number, carry="detail")
        for number in reversed(range(octaves))
    )
    recipe = replace(OCTAVES, stages=stages)
    (picture,) = _render(network, recipe, [3], height=70, width=91, starts=photo)
    np.testing.assert_array_equal(picture.image, photo[0])


def test_a_dream_adds_the_detail_of_all_octaves_to_the_photo(network) -> None:
    photo = np.full((1, 96, 96, 3), 128, np.uint8)
    stages = (
        Stage(1, Steepest(30.0, by="mean"), scale=0.5, carry="detail"),
        Stage(1, Steepest(0.0), carry="detail"),
    )
    recipe = replace(OCTAVES, stages=stages)
    (dream,) = _render(network, recipe, [3], height=96, width=96, starts=photo, snapshots=[0, 1])
    assert dream.snapshots[0].shape == (48, 48, 3)
    assert dream.image.std() > 5
    np.testing.assert_array_equal(dream.snapshots[1], dream.image)


def test_fourier_images_start_with_photos_of_any_size(network) -> None:
    recipe = replace(FOURIER, stages=(Stage(1, Adam(0.0)),))
    smooth = np.full((1, 40, 50, 3), 90, np.uint8)
    (picture,) = _render(network, recipe, [3], starts=smooth)
    assert picture.image.shape == (SIDE, SIDE, 3)
    assert np.abs(picture.image.astype(int) - 90).max() <= 1


def test_images_that_share_parameters_come_out_group_by_group(network) -> None:
    together = _render(network, PAIRS, [3, 5, 7], group=2, snapshots=[0, 3])
    assert len(together) == 6
    alone = _render(network, PAIRS, [5], group=2, snapshots=[0, 3])
    for one, other in zip(alone, together[2:4], strict=True):
        _assert_same(one, other)
    assert (alone[0].image != alone[1].image).any()


def test_the_best_of_a_group_is_that_of_one_step(network) -> None:
    kept = replace(PAIRS, stages=tuple(replace(stage, best=True) for stage in PAIRS.stages))
    pair = _render(network, kept, [5], group=2, snapshots=range(3))
    highest = int(sum(picture.curve for picture in pair).argmax())
    for picture in pair:
        np.testing.assert_array_equal(picture.image, picture.snapshots[highest])


def test_pictures_of_one_item_differ_in_their_starts(network) -> None:
    pair = _render(network, FOURIER, [5], group=2)
    assert (pair[0].image != pair[1].image).any()


def test_pictures_with_alpha_come_out_with_four_channels(network) -> None:
    (picture,) = _render(network, ALPHA, [3], snapshots=[3])
    assert picture.image.shape == (SIDE, SIDE, 4)
    assert picture.snapshots[3].shape == (SIDE, SIDE, 4)


def test_a_penalty_is_added_to_the_objective(network) -> None:
    (plain,) = _render(network, FOURIER, [3])
    (twice,) = _render(network, replace(FOURIER, penalty=channel(LAYER, [3])), [3])
    np.testing.assert_allclose(twice.curve[0], 2 * plain.curve[0], rtol=1e-5)


def test_crops_are_of_the_networks_input_size(network) -> None:
    seen = []

    def objective(some: Sequence[int]):
        wanted = channel(LAYER, some)

        def score(outputs):
            seen.append(tuple(outputs.views.shape[2:]))
            return wanted(outputs)

        return replace(wanted, score=score)

    stages = tuple(replace(stage, steps=1, crop=0.3) for stage in OCTAVES.stages)
    order = replace(_order([3], height=260, width=230), objective=objective)
    (picture,) = render(network, replace(OCTAVES, stages=stages), order)
    assert seen[-2:] == [(217, 192), (224, 224)]
    assert picture.image.shape == (260, 230, 3)


def test_nothing_asked_for_gives_nothing(network) -> None:
    assert _render(network, FOURIER, []) == []


def test_a_layer_that_is_not_loaded_is_named(network) -> None:
    order = replace(_order([3]), objective=lambda some: channel("blocks.6.0", some))
    with pytest.raises(AtlasError, match=r"needs blocks\.6\.0 of 'efficientnet_lite0'"):
        next(render(network, FOURIER, order))
    recipe = replace(FOURIER, penalty=channel("blocks.5.0", [3]))
    with pytest.raises(AtlasError, match=r"needs blocks\.5\.0 of"):
        next(render(network, recipe, _order([3])))


def test_a_size_that_the_network_does_not_take_is_named(network) -> None:
    with pytest.raises(AtlasError, match="does not take images of 0 × 64 pixels"):
        next(render(network, FOURIER, _order([3], height=0)))
    tiny = replace(OCTAVES, stages=(replace(OCTAVES.stages[0], scale=0.005), OCTAVES.stages[1]))
    with pytest.raises(AtlasError, match="does not take images of 0 × 0 pixels"):
        next(render(network, tiny, _order([3])))


def test_a_class_out_of_range_is_named(network) -> None:
    order = replace(_order([1000]), objective=logit)
    with pytest.raises(AtlasError, match="no class with number 1000; choose 0 to 999"):
        next(render(network, FOURIER, order))


def test_dreams_need_photos_and_photos_need_pixels(network) -> None:
    dream = replace(OCTAVES, stages=tuple(replace(s, carry="detail") for s in OCTAVES.stages))
    with pytest.raises(AtlasError, match="'octaves' dreams on photos"):
        next(render(network, dream, _order([3])))
    with pytest.raises(AtlasError, match="'pairs' can't start with photos"):
        next(render(network, PAIRS, _order([3], starts=_photo(SIDE, SIDE), group=2)))

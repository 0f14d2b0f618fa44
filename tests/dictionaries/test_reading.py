import numpy as np
import pytest
import torch

from activation_atlas.dictionaries.attribution import gradients
from activation_atlas.dictionaries.reading import (
    Reading,
    Region,
    as_seen,
    entries,
    peak,
    read,
    strongest,
)
from activation_atlas.errors import AtlasError
from activation_atlas.images.whole import whole_photo
from activation_atlas.networks import RelaxedPooling, load_network
from activation_atlas.raster import to_rgb
from activation_atlas.settings import DeviceSettings, NetworkSettings

CPU = DeviceSettings("cpu", "float32")
LAYERS = ["blocks.4.2", "blocks.6.0"]


@pytest.fixture(scope="module")
def network():
    return load_network(NetworkSettings(), CPU, LAYERS)


@pytest.fixture(scope="module")
def cat():
    return as_seen(whole_photo("chelsea", 10**8), 224, "chelsea")


@pytest.fixture
def reading():
    activation = np.zeros((3, 4, 5), np.float32)
    activation[1, 2] = [0, 7, 1, 9, -3]
    activation[2, 2] = [0, 1, 5, 3, -3]
    gradient = np.ones((2, 3, 4, 5), np.float32)
    gradient[1] = -2
    return Reading(activation, gradient)


def test_a_photo_is_shown_whole_with_its_longer_side_as_asked():
    photo = np.zeros((300, 451, 3), np.uint8)
    assert as_seen(photo, 224, "cat").shape == (149, 224, 3)
    assert as_seen(photo.transpose(1, 0, 2), 900, "cat").shape == (900, 599, 3)
    assert as_seen(photo, 451, "cat") is photo


def test_photos_too_small_or_too_long_are_one_sentence():
    with pytest.raises(AtlasError, match="'strip' is 200 × 10 pixels, too small"):
        as_seen(np.zeros((10, 200, 3), np.uint8), 224, "strip")
    with pytest.raises(
        AtlasError, match="'band' of 2000 × 100 pixels becomes 224 × 11, .*raise the size .*--size"
    ):
        as_seen(np.zeros((100, 2000, 3), np.uint8), 224, "band")


def test_an_image_is_read_at_every_layer(network, cat):
    found = read(network, cat)
    assert list(found.layers) == LAYERS and found.image is cat
    assert found.layers["blocks.4.2"].activation.shape == (10, 14, 112)
    assert found.layers["blocks.4.2"].gradient.shape == (5, 10, 14, 112)
    assert found.layers["blocks.6.0"].activation.shape == (5, 7, 320)
    assert set(found.classes) >= {281, 285}  # tabby, Egyptian cat
    assert all(np.diff(found.probabilities) <= 0) and all(np.diff(found.logits) <= 0)
    rgb = to_rgb(cat[None])
    logits = network.run(rgb)[1][0]
    np.testing.assert_allclose(found.logits, logits[list(found.classes)], rtol=1e-4)
    expected = logits.softmax(0)[list(found.classes)]
    np.testing.assert_allclose(found.probabilities, expected, rtol=1e-3)


def test_threads_and_other_layers_change_nothing(network, cat):
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        two = read(network, cat, [281, 7])
        torch.set_num_threads(1)
        one = read(load_network(NetworkSettings(), CPU, LAYERS[:1]), cat, [281, 7])
    finally:
        torch.set_num_threads(before)
    for name in ("activation", "gradient"):
        arrays = [getattr(each.layers[LAYERS[0]], name) for each in (one, two)]
        np.testing.assert_array_equal(*arrays)
    assert one.classes == two.classes == (281, 7)


def test_pooling_can_be_relaxed_and_gradients_averaged():
    network = load_network(NetworkSettings(name="alexnet", weights="random"), CPU, ["features.3"])
    image = as_seen(whole_photo("coffee", 10**8), 128, "coffee")
    rgb = to_rgb(image[None])
    with RelaxedPooling():
        expected = gradients(network, "features.3", rgb, [5], 3)
    found = read(network, image, [5], 3, relaxed_pooling=True).layers["features.3"]
    np.testing.assert_allclose(found.gradient, expected[1], rtol=1e-3, atol=1e-8)
    plain = read(network, image, [5]).layers["features.3"]
    np.testing.assert_allclose(found.activation, plain.activation, rtol=1e-4, atol=1e-6)
    assert np.count_nonzero(found.gradient) > np.count_nonzero(plain.gradient)


def test_classes_and_shapes_that_are_not_there_are_one_sentence(network, cat):
    with pytest.raises(AtlasError, match="Class 1000 doesn't exist: .* 0 to 999"):
        read(network, cat, [1000])
    with pytest.raises(AtlasError, match="list of classes is empty: .* the 5 most probable"):
        read(network, cat, [])
    square = load_network(
        NetworkSettings(name="vit_tiny_patch16_224", weights="random"), CPU, ["patch_embed.proj"]
    )
    with pytest.raises(AtlasError, match="not take an image of 224 × 149 pixels: .*to 224, or"):
        read(square, cat)


def test_the_strongest_place_is_the_default(reading):
    assert strongest(reading.activation) == Region.at(1, 2)
    found = entries(reading, count=3)
    assert found.region == Region.at(1, 2)
    assert found.channels.tolist() == [3, 1, 2]
    assert found.values.tolist() == [9, 7, 1]
    assert found.attributions.tolist() == [[9, 7, 1], [-18, -14, -2]]


def test_places_on_the_border_are_the_strongest_only_where_there_are_no_others():
    activation = np.zeros((4, 5, 2), np.float32)
    activation[0, 1], activation[2, 3] = 9, 1
    assert strongest(activation) == Region.at(2, 3)
    assert peak(activation) == pytest.approx(2**0.5) and peak(activation[:2]) > 9
    assert strongest(activation[:2]) == Region.at(0, 1)


def test_a_region_has_its_mean_activation_and_all_of_its_attribution(reading):
    found = entries(reading, Region((1, 2), (2, 3)), 2)
    assert found.channels.tolist() == [3, 1]
    assert found.values.tolist() == [3, 2]
    assert found.attributions.tolist() == [[12, 8], [-24, -16]]


@pytest.mark.parametrize(
    ("region", "told"),
    [
        (
            Region.at(3, 0),
            "The row 3 lies outside .* 3 rows and 4 columns: choose rows from 0 to 2",
        ),
        (Region.at(0, -1), "The column -1 lies outside"),
        (Region((0, 1), (2, 4)), "The column 4 lies outside"),
        (Region((2, 1), (0, 1)), "from row 2 to row 1 has no area"),
    ],
)
def test_regions_that_are_not_there_are_one_sentence(reading, region, told):
    with pytest.raises(AtlasError, match=told):
        entries(reading, region)

import numpy as np
import pytest
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.images import open_catalogue
from activation_atlas.networks import load_network
from activation_atlas.raster import to_rgb
from activation_atlas.samples.examples import examples

LAYER = "blocks.2.1"
CHANNELS = [3, 17, 5]


@pytest.fixture(scope="module")
def network(settings):
    return load_network(settings.network, settings.device, [LAYER])


@pytest.fixture(scope="module")
def catalogue(prepare, tmp_path_factory):
    run = tmp_path_factory.mktemp("examples")
    return open_catalogue(run, prepare(run).images)


@pytest.fixture(scope="module")
def maps(network, catalogue):
    images = np.stack([catalogue.read(row, catalogue.size) for row in range(len(catalogue))])
    rgb = to_rgb(images)
    with torch.no_grad():
        return network.activations(rgb)[LAYER][:, CHANNELS].numpy()


def test_the_strongest_place_of_the_strongest_image_comes_first(network, catalogue, maps) -> None:
    found = examples(network, LAYER, CHANNELS, catalogue, 4, 1000)
    peaks = maps.max((2, 3))
    np.testing.assert_array_equal(found.view[:, 0], peaks.argmax(0))
    for number in range(len(CHANNELS)):
        for view, place, activation in zip(
            found.view[number], found.place[number], found.activation[number]
        ):
            assert maps[view, number, *place] == pytest.approx(peaks[view, number], rel=1e-4)
            assert activation == pytest.approx(peaks[view, number], rel=1e-4)


def test_different_images_come_before_further_views(network, catalogue, maps) -> None:
    count = len(catalogue)
    found = examples(network, LAYER, CHANNELS, catalogue, count + 1, 1000)
    for views, activation in zip(found.view, found.activation):
        images = [catalogue.where(view) for view in views[:-1]]
        half = count // 2
        assert len(set(images[:half])) == len(set(images[half:])) == half
        assert all(np.diff(activation[:half]) <= 0) and all(np.diff(activation[half:-1]) <= 0)
        assert sorted(views[:-1]) == list(range(count)) and views[-1] == -1
    assert not found.crop[:, -1].any()


def test_crops_are_cut_around_the_place_and_inside_the_view(network, catalogue) -> None:
    found = examples(network, LAYER, CHANNELS, catalogue, 6, 1000)
    side = found.crop.shape[2]
    stride = catalogue.size / network.shapes_at(catalogue.size)[LAYER][1]
    for view, place, crop in zip(
        found.view.reshape(-1), found.place.reshape(-1, 2), found.crop.reshape(-1, side, side, 3)
    ):
        corner = np.rint((place + 0.5) * stride - side / 2).clip(0, catalogue.size - side)
        top, left = corner.astype(int)
        whole = catalogue.read(view, catalogue.size)
        np.testing.assert_array_equal(crop, whole[top : top + side, left : left + side])


def test_threads_change_nothing(network, catalogue) -> None:
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        two = examples(network, LAYER, CHANNELS, catalogue, 4, 1000)
    finally:
        torch.set_num_threads(before)
    one = examples(network, LAYER, CHANNELS, catalogue, 4, 1000)
    for name in ("crop", "view", "place", "activation"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


def test_a_limit_looks_at_some_views_by_the_seed(network, catalogue) -> None:
    few = [examples(network, LAYER, [3], catalogue, 8, 5, seed).view[0] for seed in (0, 0, 1)]
    assert (few[0] >= 0).sum() == 5
    np.testing.assert_array_equal(few[0], few[1])
    assert set(few[0]) != set(few[2])


def test_a_channel_that_is_not_there(network, catalogue) -> None:
    with pytest.raises(AtlasError, match="channels are 0 to"):
        examples(network, LAYER, [10_000], catalogue, 1, 10)

import numpy as np
import pytest
import torch
from PIL import Image

from activation_atlas.dictionaries.categories import responses, shares
from activation_atlas.errors import AtlasError
from activation_atlas.images import build_catalogue, open_catalogue
from activation_atlas.networks import load_network
from activation_atlas.raster import to_rgb
from activation_atlas.settings import DeviceSettings, ImagesSettings, NetworkSettings

LAYER = "blocks.1.1"


@pytest.fixture(scope="module")
def network():
    return load_network(NetworkSettings(), DeviceSettings("cpu", "float32"), [LAYER])


def test_shares_of_a_bin_add_up_to_one():
    random = np.random.default_rng(0)
    activation = random.standard_normal(500)
    category = random.choice(["b", "a", "c"], 500).tolist()
    found = shares(activation, category)
    assert found.categories == ("a", "b", "c")
    assert found.count.sum() == 500 and found.share.shape == (10, 3)
    np.testing.assert_allclose(found.share.sum(1)[found.count > 0], 1)
    total = found.share.T @ found.count
    np.testing.assert_allclose(total, [category.count(name) for name in "abc"])


def test_bins_are_in_standard_deviations_from_zero():
    activation = np.array([0.0, 2.0, 4.0, 6.0, 8.0, 20.0])
    found = shares(activation, ["x", "x", "x", "x", "y", "y"], bins=5)
    assert found.deviation == pytest.approx(activation.std())
    np.testing.assert_allclose(found.edges * activation.std(), [0, 4, 8, 12, 16, 20])
    assert found.count.tolist() == [2, 2, 1, 0, 1]
    np.testing.assert_allclose(found.share[:, 1], [0, 0, 1, 0, 1])
    assert not found.share[3].any()


@pytest.mark.parametrize("level", [0, 0.1])
def test_a_unit_that_never_changes_has_no_shares(level):
    assert shares(np.full(3, level), ["a", "b", "c"]) is None


def test_responses_are_means_of_the_maps_by_photo(network, tmp_path):
    settings = ImagesSettings(crops=2)
    build_catalogue(tmp_path, settings, 0, 64, 1)
    catalogue = open_catalogue(tmp_path, settings)
    found = responses(network, LAYER, [3, 1], catalogue, 1000, 0)
    assert found.category == tuple(catalogue.group(row) for row in range(len(catalogue)))
    images = np.stack([catalogue.read(row, 64) for row in range(len(catalogue))])
    with torch.no_grad():
        maps = network.activations(to_rgb(images))[LAYER]
    expected = maps[:, [3, 1]].mean((2, 3))
    np.testing.assert_allclose(found.activation, expected, rtol=1e-3, atol=1e-4)
    assert len(responses(network, LAYER, [3], catalogue, 5, 0).category) == 5


def test_images_without_categories_are_one_sentence(network, tmp_path):
    folder = tmp_path / "flat"
    folder.mkdir()
    Image.fromarray(np.zeros((40, 40, 3), np.uint8)).save(folder / "one.png")
    settings = ImagesSettings(source="folder", path=str(folder))
    build_catalogue(tmp_path, settings, 0, 64, 1)
    with pytest.raises(AtlasError, match="None of 1 images has a category"):
        responses(network, LAYER, [3], open_catalogue(tmp_path, settings), 10, 0)


def test_images_that_are_gone_are_one_sentence(network, tmp_path):
    folder = tmp_path / "kinds"
    (folder / "cat").mkdir(parents=True)
    Image.fromarray(np.zeros((40, 40, 3), np.uint8)).save(folder / "cat/one.png")
    settings = ImagesSettings(source="folder", path=str(folder))
    build_catalogue(tmp_path, settings, 0, 64, 1)
    (folder / "cat/one.png").write_bytes(b"no picture")
    with pytest.raises(AtlasError, match="None of 1 images could be read: check images.source"):
        responses(network, LAYER, [3], open_catalogue(tmp_path, settings), 10, 0)

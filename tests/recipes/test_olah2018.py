from dataclasses import replace

import numpy as np
import pytest
import torch

from activation_atlas.networks import Network, load_network
from activation_atlas.optimize.objectives.direction import at_centre
from activation_atlas.raster import to_rgb
from activation_atlas.recipes import carter2019, olah2018
from activation_atlas.recipes.carter2019 import Icons
from activation_atlas.recipes.olah2018 import Places
from activation_atlas.settings import DeviceSettings, IconsSettings, NetworkSettings

LAYER = "blocks.3.0"
QUICK = IconsSettings(size=40, steps=4)
COUNT = 19


def loaded(micro_batch: int = 16) -> Network:
    device = DeviceSettings(name="cpu", micro_batch=micro_batch)
    return load_network(NetworkSettings(), device, [LAYER, "blocks.4.0"])


@pytest.fixture(scope="module")
def network() -> Network:
    return loaded()


@pytest.fixture(scope="module")
def places(network: Network) -> Places:
    """Activations of smooth coloured noise, and two groups that share them out evenly."""
    noise = torch.rand(COUNT, 3, 6, 6, generator=torch.Generator().manual_seed(0))
    images = torch.nn.functional.interpolate(noise, size=48, mode="bicubic").clamp(0, 1)
    with torch.no_grad():
        vectors = at_centre(network.activations(images, [LAYER])[LAYER])[:, 0].numpy()
    share = np.linspace(0, 1, COUNT, dtype=np.float32)
    names = [("test", number) for number in range(COUNT)]
    return Places(vectors, np.stack([share, 1 - share], 1), names, [("a",), ("b",)])


@pytest.fixture(scope="module")
def quick(network: Network, places: Places) -> Icons:
    return olah2018.render(network, LAYER, places, QUICK)


def test_every_icon_shows_its_own_activation(network, places):
    icons = olah2018.render(network, LAYER, places, replace(QUICK, steps=40))
    assert icons.images.shape == (COUNT, 40, 40, 3) and icons.images.dtype == np.uint8
    assert icons.cosine.mean() > 0.75 and icons.cosine.min() > 0.5
    rgb = to_rgb(icons.images)
    window = carter2019.icon_window(network, LAYER, 40)
    with torch.no_grad():
        seen = at_centre(network.activations(rgb, [LAYER])[LAYER], window)
    own = torch.cosine_similarity(seen, torch.from_numpy(places.vectors)[:, None], dim=2).mean(1)
    np.testing.assert_allclose(icons.cosine, own.numpy(), atol=1e-3)


def test_neither_threads_nor_batches_change_a_byte(network, places, quick):
    threads = torch.get_num_threads()
    try:
        torch.set_num_threads(1 if threads > 1 else 2)
        other = olah2018.render(network, LAYER, places, QUICK)
    finally:
        torch.set_num_threads(threads)
    np.testing.assert_array_equal(other.images, quick.images)
    larger = olah2018.render(loaded(micro_batch=24), LAYER, places, QUICK)
    np.testing.assert_array_equal(larger.images, quick.images)
    assert torch.get_num_threads() == threads


def test_the_gradient_of_a_group_is_that_of_all_its_places(network, places):
    grid = olah2018._Grid(network, LAYER, places, QUICK)
    parameters = grid._start.double().requires_grad_()
    grid._shares = grid._shares.double()
    mixed = grid._mixed(parameters)
    pull = torch.rand(mixed.shape, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    (expected,) = torch.autograd.grad((mixed * pull).sum(), parameters)
    torch.testing.assert_close(grid._divided(pull), expected)


def test_places_that_share_a_group_look_alike(network, places):
    """The same vectors from different starts: alike where they share, less so where they don't."""
    vectors = np.repeat(places.vectors[:1], 16, 0)
    names = [("alike", number) for number in range(16)]

    def spread(share: np.ndarray) -> float:
        made = Places(vectors, share, names, [("g", number) for number in range(share.shape[1])])
        images = olah2018.render(network, LAYER, made, replace(QUICK, steps=24)).images
        return images.astype(float).std(0).mean()

    assert spread(np.ones((16, 1))) < 0.9 * spread(np.zeros((16, 1)))


def test_names_decide_the_starts(network, places, quick):
    renamed = replace(places, names=[("other", *name) for name in places.names])
    assert (olah2018.render(network, LAYER, renamed, QUICK).images != quick.images).any()

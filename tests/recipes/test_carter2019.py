import dataclasses

import numpy as np
import pytest
import torch

from activation_atlas.networks import Network, load_network
from activation_atlas.raster import to_rgb
from activation_atlas.recipes import carter2019
from activation_atlas.settings import DeviceSettings, IconsSettings, NetworkSettings

LAYER = "blocks.3.0"
QUICK = IconsSettings(size=48, steps=6)
NAMES = [("test", index) for index in range(5)]


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network(NetworkSettings(), DeviceSettings(name="cpu", micro_batch=16), [LAYER])


def _render(network, means, names, settings, starts=None, **options) -> carter2019.Icons:
    cells = carter2019.Cells(means, names, starts)
    return next(carter2019.render(network, LAYER, [cells], settings, **options))


@pytest.fixture(scope="module")
def means(network: Network) -> np.ndarray:
    """Activations of smooth coloured noise at the centre: directions that images can reach."""
    noise = torch.rand(5, 3, 6, 6, generator=torch.Generator().manual_seed(0))
    images = torch.nn.functional.interpolate(noise, size=48, mode="bicubic").clamp(0, 1)
    with torch.no_grad():
        return carter2019.at_centre(network.activations(images)[LAYER])[:, 0].numpy()


def test_icons_point_where_they_should_and_pictures_differ(network, means) -> None:
    icons = _render(network, means, NAMES, IconsSettings(size=48, steps=40))
    assert icons.cosine.mean() > 0.8 and icons.cosine.min() > 0.6
    assert icons.images.shape == (5, 48, 48, 3) and icons.images.dtype == np.uint8
    assert icons.images.std(axis=(1, 2, 3)).min() > 10
    assert all((icons.images[0] != other).any() for other in icons.images[1:])


def test_score_and_cosine_are_those_of_the_stored_bytes(network, means) -> None:
    icons = _render(network, means, NAMES, QUICK)
    rgb = to_rgb(icons.images)
    with torch.no_grad():
        vectors = network.activations(rgb)[LAYER][:, :, 1, 1].numpy()
    norms = np.linalg.norm(vectors, axis=1), np.linalg.norm(means, axis=1)
    cosine = (vectors * means).sum(1) / norms[0] / norms[1]
    score = norms[0] * cosine * np.maximum(0.1, cosine) ** QUICK.cosine_power
    np.testing.assert_allclose(icons.cosine, cosine, atol=1e-3)
    np.testing.assert_allclose(icons.score, score, rtol=1e-2, atol=1e-3)


def test_an_icon_does_not_depend_on_its_batch_mates_or_the_batch(network, means) -> None:
    together = _render(network, means, NAMES, QUICK).images
    alone = _render(network, means[3:4], NAMES[3:4], QUICK).images
    np.testing.assert_array_equal(alone[0], together[3])
    larger = load_network(NetworkSettings(), DeviceSettings(name="cpu", micro_batch=24), [LAYER])
    np.testing.assert_array_equal(_render(larger, means, NAMES, QUICK).images, together)


def test_an_icon_does_not_depend_on_the_number_of_threads(network, means) -> None:
    found, threads = [], torch.get_num_threads()
    try:
        for count in (1, 2):
            torch.set_num_threads(count)
            found.append(_render(network, means, NAMES, QUICK).images)
    finally:
        torch.set_num_threads(threads)
    np.testing.assert_array_equal(*found)


def test_the_name_decides_the_start(network, means) -> None:
    one, other = (_render(network, means[:1], [(name,)], QUICK).images for name in "ab")
    assert (one != other).any()


def test_more_tries_give_better_icons(network, means) -> None:
    many = np.resize(means, (16, means.shape[1]))
    names = [("tries", index) for index in range(16)]
    once, best = (
        _render(network, many, names, IconsSettings(size=48, steps=24, tries=tries)).score.mean()
        for tries in (1, 8)
    )
    assert best > once


def test_whitening_by_the_identity_changes_nothing_and_by_another_matrix_does(
    network, means
) -> None:
    channels = means.shape[1]
    plain = _render(network, means, NAMES, QUICK)
    same = _render(network, means, NAMES, QUICK, whitening=np.eye(channels))
    np.testing.assert_array_equal(plain.images, same.images)
    weights = np.diag(np.linspace(0.1, 3, channels))
    other = _render(network, means, NAMES, QUICK, whitening=weights)
    assert (plain.images != other.images).any()


def test_a_warm_start_is_still_seen_after_a_few_steps(network, means) -> None:
    ramp = np.linspace(40, 215, 48, dtype=np.uint8)
    starts = np.broadcast_to(ramp[None, None, :, None], (5, 48, 48, 3)).copy()
    settings = dataclasses.replace(QUICK, steps=2)
    icons = _render(network, means, NAMES, settings, starts=starts).images
    columns = icons.mean(axis=(0, 1, 3))
    assert np.corrcoef(columns, ramp)[0, 1] > 0.9


def test_tiles_come_in_their_order(network, means) -> None:
    tiles = [carter2019.Cells(means[:2], NAMES[:2]), carter2019.Cells(means[2:], NAMES[2:])]
    parts = list(carter2019.render(network, LAYER, tiles, QUICK))
    whole = _render(network, means, NAMES, QUICK)
    assert [len(part.score) for part in parts] == [2, 3]
    np.testing.assert_array_equal(np.concatenate([part.images for part in parts]), whole.images)


def test_icons_of_layers_with_small_receptive_fields_are_filled(means) -> None:
    layer = "blocks.1.1"
    early = load_network(NetworkSettings(), DeviceSettings(name="cpu"), [layer])
    directions = np.eye(early.channels[layer], dtype=np.float32)[:4]
    tiles = [carter2019.Cells(directions, NAMES[:4])]
    (icons,) = carter2019.render(early, layer, tiles, IconsSettings(size=64, steps=24))
    images = icons.images.astype(float)
    corner, centre = (images[:, a:b, a:b].std(axis=(1, 2)).mean() for a, b in ((4, 20), (24, 40)))
    assert corner > centre / 3

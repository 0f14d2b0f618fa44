import numpy as np
import pytest
import torch

from activation_atlas.networks.vgg import Vgg
from activation_atlas.textures.synthesis import (
    Octave,
    Plan,
    Within,
    octaves,
    synthesize,
)
from made_up import random_vgg

TARGET = 0.3
NAMES = [("one", 0), ("two", 0), ("three", 0)]


@pytest.fixture(scope="module")
def vgg() -> Vgg:
    return random_vgg()


def _towards_grey(octave: Octave) -> object:
    return lambda images: (images - TARGET).square().mean(-1).mean(-1).mean(-1)


def _plan(**more: object) -> Plan:
    return Plan(**{"octaves": octaves(24, 16, 1, 12), "loss_at": _towards_grey} | more)


@pytest.mark.parametrize("optimizer", ["lbfgs", "adam"])
def test_the_loss_falls_to_its_least(vgg, optimizer):
    plan = _plan(optimizer=optimizer, octaves=octaves(24, 16, 1, 60))
    (made,) = synthesize(vgg, plan, NAMES[:1])
    assert made.image.shape == (24, 16, 3)
    assert abs(made.image.astype(int) - 255 * TARGET).max() <= 5
    assert made.curve.shape == (60,)
    assert made.curve[-1] < 1e-3 * made.curve[0]


def test_octaves_double_and_end_at_the_full_size():
    assert octaves(100, 60, 3, 7) == [Octave(25, 15, 7), Octave(50, 30, 7), Octave(100, 60, 7)]
    assert octaves(96, 64, 3, 1, multiple=16) == [
        Octave(32, 16, 1),
        Octave(48, 32, 1),
        Octave(96, 64, 1),
    ]


def test_octaves_go_on_from_one_to_the_next(vgg):
    sizes = []

    def loss_at(octave: Octave) -> object:
        sizes.append((octave.height, octave.width))
        return _towards_grey(octave)

    (made,) = synthesize(vgg, _plan(octaves=octaves(24, 16, 2, 10), loss_at=loss_at), NAMES[:1])
    assert sizes == [(12, 8), (24, 16)]
    assert made.image.shape == (24, 16, 3)
    assert made.curve[10] < made.curve[0] / 10


def test_colours_stay_within_their_range(vgg):
    colours = ((0.4, 0.5, 0.6), (0.7, 0.8, 0.9))
    (made,) = synthesize(vgg, _plan(colours=colours), NAMES[:1])
    np.testing.assert_allclose(made.image.reshape(-1, 3).min(0), [102, 128, 153], atol=1)
    pixels = Within(colours)(torch.tensor([-1.0, 2.0]).expand(1, 3, 1, 2), None, 0, 0.0)
    torch.testing.assert_close(pixels[0, :, 0], torch.tensor(colours).T)


def test_an_image_is_its_own_whatever_the_batch(vgg):
    together = list(synthesize(vgg, _plan(), NAMES))
    alone = list(synthesize(vgg, _plan(), NAMES[1:2]))
    assert len(together) == 3
    assert np.array_equal(alone[0].image, together[1].image)
    assert np.array_equal(alone[0].curve, together[1].curve)
    start = _plan(octaves=octaves(24, 16, 1, 1), snapshots=[0])
    first, second, _ = (made.snapshots[0] for made in synthesize(vgg, start, NAMES))
    assert not np.array_equal(first, second)


def test_a_start_is_begun_with(vgg):
    photo = np.random.default_rng(0).integers(0, 256, (24, 16, 3), np.uint8)
    (made,) = synthesize(vgg, _plan(start=photo, snapshots=[0]), NAMES[:1])
    assert np.array_equal(made.snapshots[0], photo)


def test_snapshots_are_kept_at_their_steps(vgg):
    ticks = []
    (made,) = synthesize(vgg, _plan(snapshots=[3, 12], tick=ticks.append), NAMES[:1])
    assert sorted(made.snapshots) == [3, 12]
    assert np.array_equal(made.snapshots[12], made.image)
    assert len(ticks) == 12

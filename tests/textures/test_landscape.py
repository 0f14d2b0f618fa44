import numpy as np
import pytest

from activation_atlas.textures.landscape import COLOURS, landscape, rearranged


def _shares(mask: np.ndarray) -> list[float]:
    return [(mask == colour).all(2).mean() for colour in COLOURS.values()]


def test_the_same_seed_gives_the_same_bytes_and_another_one_others():
    one, other = landscape(64, 96), landscape(64, 96)
    assert all(np.array_equal(*pair) for pair in zip(one, other))
    assert not np.array_equal(landscape(64, 96, seed=1)[0], one[0])
    assert np.array_equal(rearranged(64, 96), rearranged(64, 96))


@pytest.mark.parametrize("size", [(64, 96), (100, 60), (256, 384)])
def test_both_masks_show_every_region_and_nothing_else(size):
    photo, mask = landscape(*size)
    target = rearranged(*size)
    assert photo.shape == mask.shape == target.shape == (*size, 3)
    for shares in (_shares(mask), _shares(target)):
        assert min(shares) > 0.05
        assert sum(shares) == pytest.approx(1)
    assert (mask != target).any(2).mean() > 0.3


def test_a_larger_landscape_is_the_same_one():
    (_, small), (_, large) = landscape(64, 96), landscape(128, 192)
    assert (small == large[::2, ::2]).all(2).mean() > 0.95


def test_regions_have_their_own_colours():
    photo, mask = landscape(128, 192)
    sky, rock, wood, meadow, lake = (
        photo[(mask == colour).all(2)].mean(0) for colour in COLOURS.values()
    )
    assert sky.argmax() == lake.argmax() == 2 and wood.argmax() == meadow.argmax() == 1
    assert np.ptp(rock) < 20
    assert sky.mean() > lake.mean() and meadow.mean() > wood.mean()

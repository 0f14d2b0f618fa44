import pytest
import torch
from torch.nn import functional

from activation_atlas.networks.device import REFERENCE
from activation_atlas.networks.filter_bank import EACH, LAYER, SIDES, FilterBank


@pytest.fixture(scope="module")
def bank() -> FilterBank:
    return FilterBank(REFERENCE, 0, sides=(3, 7), each=4)


def test_a_filter_answers_where_its_pattern_is(bank):
    image = torch.rand(1, 3, 20, 24, generator=torch.Generator().manual_seed(0))
    found = bank.activations(image, [LAYER])[LAYER]
    assert found.shape == (1, 8, 20, 24)
    patch = image[0, :, 5 - 3 : 5 + 4, 9 - 3 : 9 + 4] - 0.5
    expected = functional.relu((bank._filters[1] * patch).sum((1, 2, 3)))
    torch.testing.assert_close(found[0, 4:, 5, 9], expected)


def test_grey_leaves_all_filters_silent(bank):
    assert not bank.activations(torch.full((1, 3, 12, 12), 0.5), [LAYER])[LAYER].any()


def test_circular_padding_follows_a_shift(bank):
    image = torch.rand(1, 3, 16, 16, generator=torch.Generator().manual_seed(1))
    there = bank.activations(image, [LAYER], circular=True)[LAYER]
    moved = bank.activations(image.roll((5, 3), (2, 3)), [LAYER], circular=True)[LAYER]
    torch.testing.assert_close(moved, there.roll((5, 3), (2, 3)), rtol=1e-4, atol=1e-5)


def test_filters_depend_on_the_seed_alone():
    whole = FilterBank(REFERENCE, 0)
    assert whole.digest == FilterBank(REFERENCE, 0).digest != FilterBank(REFERENCE, 1).digest
    assert whole.channels == {LAYER: EACH * len(SIDES)}
    assert whole.receptive_field(LAYER) == 55

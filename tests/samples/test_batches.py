from types import SimpleNamespace

import numpy as np
import pytest
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.images import Unreadable
from activation_atlas.samples.batches import Sampler, ranks

SIZE = 8


class Images:
    """A catalogue whose image i is grey i, and whose image 3 is broken."""

    def key(self, i):
        return f"image-{i}"

    def read(self, i, size):
        if i == 3:
            raise Unreadable("truncated")
        return np.full((size, size, 3), i, np.uint8)


def network(change=lambda maps: maps):
    """One layer of two channels: the image's grey value, and its negative."""

    def activations(pixels):
        grey = pixels[:, :1] * 255
        return {"a": change(torch.cat([grey, -grey], 1))}

    return SimpleNamespace(layers=("a",), device=torch.device("cpu"), activations=activations)


@pytest.fixture
def sampler():
    return Sampler(Images(), 0, SIZE, batch=5, shapes={"a": (2, SIZE, SIZE)}, together=None)


def take(sampler, rows, net):
    return sampler.take(net, *sampler.read(rows))


def test_broken_images_leave_no_gap_and_are_named(sampler):
    batch = take(sampler, [2, 3, 4], network())
    assert batch.rows == [2, 4]
    assert batch.skipped == [{"key": "image-3", "reason": "truncated"}]
    np.testing.assert_array_equal(batch.layers["a"]["activation"], [[2, -2], [4, -4]])
    assert batch.layers["a"]["position"].shape == (2, 2)


def test_a_batch_of_nothing_but_broken_images_is_empty(sampler):
    batch = take(sampler, [3], network())
    assert batch.rows == [] and batch.layers["a"]["activation"].shape == (0, 2)


def test_the_network_always_sees_one_shape(sampler):
    seen = []
    take(sampler, [1], network(lambda maps: seen.append(maps.shape) or maps))
    assert seen == [(5, 2, SIZE, SIZE)]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_none_names_layer_image_and_cure(sampler, value):
    def spoil(maps):
        maps[1] = value
        return maps

    message = r"'a' has an activation that is NaN or infinite.*'image-2'.*device\.dtype: float32"
    with pytest.raises(AtlasError, match=message):
        take(sampler, [1, 2], network(spoil))


def test_a_number_beyond_float16_is_refused(sampler):
    with pytest.raises(AtlasError, match=r"'a' has an activation of 7e\+04 in the image 'image-1'"):
        take(sampler, [1], network(lambda maps: maps * 7e4))


def test_rank_counts_the_classes_before_the_predicted_one():
    spoken = np.array([[3, -1, 5], [3, -1, 5], [2, 2, 2], [9, 1, 1]], np.float16)
    found = ranks(spoken, np.array([2, 1, 0, 2]))
    assert found.dtype == np.int32
    np.testing.assert_array_equal(found, [0, 2, 0, 1])
    assert ranks(spoken[:0], np.zeros(0, np.int64)).shape == (0,)


def test_what_pads_a_batch_is_not_judged(sampler):
    def spoil(maps):
        maps[1:] = np.nan
        return maps

    assert take(sampler, [1], network(spoil)).rows == [1]

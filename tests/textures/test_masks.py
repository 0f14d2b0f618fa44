import io

import numpy as np
import pytest
import torch
from PIL import Image

from activation_atlas.errors import AtlasError
from activation_atlas.networks.device import REFERENCE
from activation_atlas.networks.filter_bank import LAYER, FilterBank
from activation_atlas.textures.masks import find_regions, propagated
from made_up import random_vgg

RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 40), (20, 40, 190), (255, 255, 255)


def _stripes(*colours: tuple[int, int, int], height: int = 12, each: int = 8) -> np.ndarray:
    return np.array(colours, np.uint8).repeat(each, 0)[None].repeat(height, 0)


def test_every_place_is_of_one_region_in_both_masks():
    regions = find_regions(_stripes(RED, GREEN, BLUE), _stripes(BLUE, RED, height=7), 3)
    assert regions.source.shape == (3, 12, 24) and regions.target.shape == (3, 7, 16)
    for masks in (regions.source, regions.target):
        assert set(masks.unique().tolist()) == {0, 1}
        assert torch.equal(masks.sum(0), torch.ones(masks.shape[1:]))


@pytest.mark.parametrize("style", [(RED, GREEN, BLUE), (BLUE, RED, GREEN), (GREEN, BLUE, RED)])
@pytest.mark.parametrize("target", [(RED, GREEN, BLUE), (GREEN, BLUE, RED), (BLUE, RED)])
def test_regions_are_named_alike_however_the_masks_are_arranged(style, target):
    regions = find_regions(_stripes(*style), _stripes(*target), 3)
    assert regions.colours.tolist() == [list(colour) for colour in sorted((RED, GREEN, BLUE))]
    for colours, masks in ((style, regions.source), (target, regions.target)):
        for number, mask in enumerate(masks):
            colour = tuple(regions.colours[number].tolist())
            columns = [name == colour for name in colours for _ in range(8)]
            assert mask.bool().tolist() == [columns] * len(mask)


def test_traces_of_jpeg_and_soft_edges_do_not_matter():
    clean = _stripes(RED, GREEN, BLUE, height=64, each=32)
    content = io.BytesIO()
    Image.fromarray(clean).save(content, "JPEG", quality=80)
    soft = Image.open(content).resize((190, 120), Image.Resampling.BILINEAR)
    regions = find_regions(np.asarray(soft), clean, 3)
    assert np.abs(regions.colours.astype(int) - np.sort([RED, GREEN, BLUE], 0)).max() > 0
    shares = regions.source.mean((1, 2))
    torch.testing.assert_close(shares, torch.full((3,), 1 / 3), atol=0.02, rtol=0)


@pytest.mark.parametrize(
    ("style", "target", "count", "told"),
    [
        ((RED, GREEN), (RED,), 3, "fewer than 3 colours that fill an area: lower the number"),
        ((RED, GREEN, BLUE), (RED,), 2, "more than 2 colours, such as #"),
        ((RED, GREEN), (RED, WHITE), 2, "the colour #ffffff, which no region of the style's mask"),
        ((RED, GREEN), (BLUE, RED), 2, "paint it in #1ea028, #c81e1e."),
    ],
)
def test_masks_that_do_not_fit_are_one_sentence(style, target, count, told):
    with pytest.raises(AtlasError) as error:
        find_regions(_stripes(*style), _stripes(*target), count)
    assert told in str(error.value) and "\n" not in str(error.value)


def test_a_colour_of_single_pixels_is_no_region():
    mask = _stripes(RED, GREEN, height=64, each=32)
    mask[::16, ::16] = WHITE
    with pytest.raises(AtlasError, match="fewer than 3 colours that fill an area"):
        find_regions(mask, mask, 3)


def test_one_colour_is_one_region():
    regions = find_regions(_stripes(RED), _stripes(RED, height=5), 1)
    assert regions.source.all() and regions.target.all()


@pytest.mark.parametrize("layer", ["conv1_1", "conv2_1", "pool3", "conv5_1"])
def test_masks_follow_the_activations_and_go_on_adding_up_to_one(layer):
    regions = find_regions(*[_stripes(RED, GREEN, BLUE, height=45, each=23)] * 2, 3)
    found = propagated(regions.source, random_vgg().path(layer))
    activation = random_vgg().activations(torch.rand(1, 3, 45, 69), [layer])[layer]
    assert found.shape[1:] == activation.shape[2:]
    assert found.min() >= 0
    torch.testing.assert_close(found.sum(0), torch.ones(found.shape[1:]))


def test_they_go_through_the_filter_bank_as_through_one_convolution():
    bank = FilterBank(REFERENCE, 0, sides=(3,), each=2)
    mask = torch.zeros(1, 5, 5)
    mask[0, 2, 2] = 1
    found = propagated(mask, bank.path(LAYER))
    expected = torch.zeros(5, 5)
    expected[1:4, 1:4] = 1 / 9
    torch.testing.assert_close(found[0], expected)


def test_a_pooling_halves_to_whole_sizes():
    mask = torch.zeros(1, 4, 4)
    mask[:, :2, :2] = 1
    torch.testing.assert_close(propagated(mask, ["pooling"])[0], torch.tensor([[1.0, 0], [0, 0]]))
    assert propagated(torch.rand(2, 7, 9), ["pooling"]).shape == (2, 3, 4)


def test_what_the_border_does():
    """Ones stay ones; counting the padding's zeros they would fade from the border inwards.

    Further inside than there are convolutions, both averages are the same.
    """
    ones = torch.ones(1, 12, 12)
    path = ["convolution"] * 3
    torch.testing.assert_close(propagated(ones, path), ones)
    padded = ones
    for _ in path:
        padded = torch.nn.functional.avg_pool2d(padded, 3, 1, 1)
    once = torch.nn.functional.avg_pool2d(ones, 3, 1, 1)[0]
    assert once[0, 5].item() == pytest.approx(2 / 3) and once[0, 0].item() == pytest.approx(4 / 9)
    assert (padded[0, 0] < 1).all() and (padded[0, 2, 2:-2] < 1).all()
    mask = torch.rand(1, 12, 12)
    inside = mask
    for _ in path:
        inside = torch.nn.functional.avg_pool2d(inside, 3, 1, 1)
    torch.testing.assert_close(propagated(mask, path)[0, 3:-3, 3:-3], inside[0, 3:-3, 3:-3])

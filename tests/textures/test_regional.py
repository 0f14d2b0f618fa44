import pytest
import torch

from activation_atlas.networks.device import REFERENCE
from activation_atlas.networks.filter_bank import LAYER, FilterBank
from activation_atlas.textures.gram import gram
from activation_atlas.textures.regional import (
    _box,
    mean,
    region_distances,
    region_terms,
    region_textures,
)
from activation_atlas.textures.terms import GramMatch, gram_match, loss_of
from made_up import random_vgg

BANK = FilterBank(REFERENCE, 0, sides=(3, 5), each=4)
CASES = [(random_vgg(), ("conv1_1", "conv2_1")), (BANK, (LAYER,))]
BALANCES = ["energy", "paper"]


def _images(seed: int, height: int = 32, width: int = 40) -> torch.Tensor:
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(seed))


def _halves(height: int = 32, width: int = 40) -> torch.Tensor:
    masks = torch.zeros(2, height, width)
    masks[0, :, : width // 2], masks[1, :, width // 2 :] = 1, 1
    return masks


@pytest.mark.parametrize(("features", "layers"), CASES)
@pytest.mark.parametrize("balance", BALANCES)
def test_one_full_mask_makes_it_a_plain_gram_loss(features, layers, balance):
    """Without means it is a texture's loss to the last digit but for Smooth-L1 and the paper's
    units, which are fast-neural-doodle's: a Gram matrix is divided by its channels."""
    style, image = _images(0), _images(1, 24, 28)
    known = region_textures(features, style, torch.ones(1, 32, 40), layers)
    terms = region_terms(features, known, torch.ones(1, 24, 28), balance, means=0)
    plain = [
        gram_match(layer, gram(activation)[0], 1.0, balance, smooth=True)
        if balance == "energy"
        else GramMatch(layer, gram(activation)[0], 1.0, float(activation.shape[1]), smooth=True)
        for layer, activation in features.activations(style, layers).items()
    ]
    found, expected = (loss_of(features, some)(image) for some in (terms, plain))
    torch.testing.assert_close(found, expected, rtol=1e-6, atol=0)
    assert len(terms) == len(layers) and expected > 0


def test_a_picture_that_is_as_wanted_has_no_loss():
    style, masks = _images(0), _halves()
    known = region_textures(random_vgg(), style, masks, ["conv1_1", "conv2_1"])
    terms = region_terms(random_vgg(), known, masks, "energy", means=1)
    assert len(terms) == 2 * 2 * 2
    assert loss_of(random_vgg(), terms)(style).item() == pytest.approx(0, abs=1e-9)
    assert loss_of(random_vgg(), terms)(_images(1)).item() > 1e-3


def test_regions_that_are_empty_on_either_side_have_no_term():
    style = _images(0)
    masks = torch.cat([_halves(), torch.zeros(1, 32, 40)])
    known = region_textures(random_vgg(), style, masks, ["conv1_1"])
    assert known["conv1_1"][2] is None
    assert len(region_terms(random_vgg(), known, masks, "energy", means=0)) == 2
    assert len(region_terms(random_vgg(), known, masks[[2, 1, 0]], "energy", means=0)) == 1


def test_what_lies_outside_a_region_does_not_matter_to_it():
    """Beyond what a place of the layer sees and what the mask spreads to."""
    style, masks = _images(0), _halves()
    known = region_textures(random_vgg(), style, masks, ["conv1_1"])
    left = region_terms(
        random_vgg(), known, masks * torch.tensor([1.0, 0])[:, None, None], "energy", 1
    )
    changed = style.clone()
    changed[..., 23:] = 0.5
    assert loss_of(random_vgg(), left)(changed).item() == pytest.approx(0, abs=1e-9)
    changed[..., 10] = 0.5
    assert loss_of(random_vgg(), left)(changed).item() > 1e-6


def test_the_box_leaves_out_zeros_alone():
    mask = torch.zeros(6, 9)
    mask[2, 3], mask[4, 7] = 0.5, 1
    rows, columns = _box(mask)
    assert (rows, columns) == (slice(2, 5), slice(3, 8))
    activation = _images(0, 6, 9)
    inside = gram(activation[:, :, rows, columns], mask[rows, columns])
    torch.testing.assert_close(inside, gram(activation, mask))


def test_means_tell_an_even_colour_from_patches_of_a_stronger_one():
    """Random filters without biases give both the same Gram matrix."""
    even, patches = torch.ones(1, 4, 8, 8), torch.zeros(1, 4, 8, 8)
    patches[..., ::2] = 2**0.5
    mask = torch.ones(8, 8)
    torch.testing.assert_close(gram(even, mask), gram(patches, mask))
    assert (mean(even, mask) - mean(patches, mask)).min() > 0.2


def test_distances_are_zero_to_oneself_and_none_to_what_is_empty():
    masks = torch.cat([_halves(), torch.zeros(1, 32, 40)])
    image = _images(0) * torch.linspace(0.2, 1, 40)
    known = region_textures(random_vgg(), image, masks, ["conv1_1", "conv2_1"])
    table = torch.from_numpy(region_distances(known, known))
    assert table[:2, :2].diagonal().tolist() == [0, 0]
    assert table[0, 1] > 0.05 and table[1, 0] > 0.05
    assert table[2].isnan().all() and table[:, 2].isnan().all()

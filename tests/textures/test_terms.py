import pytest
import torch

from activation_atlas.textures.gram import gram
from activation_atlas.textures.terms import ContentMatch, gram_match, loss_of
from made_up import random_vgg


def _activation(seed: int, *shape: int) -> torch.Tensor:
    return torch.rand(*(shape or (2, 3, 4, 5)), generator=torch.Generator().manual_seed(seed))


def test_the_papers_balance_is_equation_4_with_means_for_sums():
    source, synthesis = _activation(0, 1, 3, 4, 5), _activation(1)
    term = gram_match("conv1_1", gram(source)[0], 2.0, "paper")
    sums = [(flat @ flat.transpose(1, 2)) for flat in (source.flatten(2), synthesis.flatten(2))]
    places, channels = 20, 3
    published = (sums[1] - sums[0]).square().sum((1, 2)) / (4 * channels**2 * places**2)
    torch.testing.assert_close(term(synthesis), 2 * published)


def test_energies_make_terms_independent_of_the_scale():
    source, synthesis = _activation(0, 1, 3, 4, 5), _activation(1)
    target = gram(source)[0]
    term = gram_match("conv1_1", target, 1.0, "energy")
    relative = (gram(synthesis) - target).square().sum((1, 2)) / target.square().sum()
    torch.testing.assert_close(term(synthesis), relative)
    scaled = gram_match("conv1_1", gram(10 * source)[0], 1.0, "energy")
    torch.testing.assert_close(scaled(10 * synthesis), relative)


def test_large_errors_count_linearly_where_smooth():
    source = _activation(0, 1, 3, 4, 5)
    target = gram(source)[0]
    sharp = gram_match("conv1_1", target, 1.0, "energy")
    soft = gram_match("conv1_1", target, 1.0, "energy", smooth=True)
    torch.testing.assert_close(soft(source * 1.001), sharp(source * 1.001) / 2)
    growth = soft(source * 1000) / soft(source * 100)
    torch.testing.assert_close(growth, torch.tensor([100.0]), rtol=1e-3, atol=0)


def test_projected_channels_are_compared():
    source, synthesis = _activation(0, 1, 3, 4, 5), _activation(1)
    turn = torch.eye(3)[:2]
    target = gram(source[:, :2])[0]
    term = gram_match("conv1_1", target, 1.0, "energy", projection=turn)
    expected = gram_match("conv1_1", target, 1.0, "energy")(synthesis[:, :2])
    torch.testing.assert_close(term(synthesis), expected)


def test_content_is_compared_place_by_place():
    target = _activation(0, 1, 3, 4, 5)
    term = ContentMatch("conv1_1", target, 0.5)
    assert not term(target.expand(2, -1, -1, -1)).any()
    torch.testing.assert_close(term(target + 2), torch.tensor([0.5 * 4 * 60]))


@pytest.mark.parametrize("circular", [False, True])
def test_a_loss_is_the_sum_of_its_terms_and_of_each_image_alone(circular):
    vgg = random_vgg()
    images = torch.rand(2, 3, 16, 16)
    found = vgg.activations(images, ["conv1_1", "conv2_1"], circular)
    terms = [
        gram_match(layer, gram(activation[:1].flip(2) + 0.1)[0], 1.0, "energy")
        for layer, activation in found.items()
    ]
    losses = loss_of(vgg, terms, circular)(images)
    torch.testing.assert_close(losses, sum(term(found[term.layer]) for term in terms))
    torch.testing.assert_close(loss_of(vgg, terms, circular)(images[1:])[0], losses[1])

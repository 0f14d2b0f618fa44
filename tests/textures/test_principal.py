import pytest
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.networks.vgg import BLOCKS, _block, steps
from activation_atlas.textures.gram import gram
from activation_atlas.textures.principal import parameters, principal

FIVE = ("conv1_1", "pool1", "pool2", "pool3", "pool4")


def _channels(layers: tuple[str, ...]) -> dict[str, int]:
    return {layer: BLOCKS[_block(layer)][1] for layer in layers}


def test_counts_are_those_of_the_paper():
    names = [name for name, _ in steps()]
    all_maps = tuple(names[: names.index("pool4") + 1])
    assert parameters(_channels(all_maps)) == 852_128
    assert parameters(_channels(FIVE)) == 176_640
    assert parameters(_channels(FIVE), 64) == 10_400
    assert parameters(_channels(FIVE), 20) == 1_050
    assert parameters(_channels(FIVE), 16) == 680


def test_the_directions_are_those_of_most_variance():
    activation = torch.randn(1, 4, 50, 50, generator=torch.Generator().manual_seed(0))
    activation = activation * torch.tensor([1.0, 5.0, 0.1, 3.0])[:, None, None] + 2
    found = principal(activation, 2)
    torch.testing.assert_close(found.abs(), torch.eye(4)[[1, 3]], atol=0.05, rtol=0)
    assert (found.gather(1, found.abs().argmax(1, keepdim=True)) > 0).all()
    torch.testing.assert_close(found @ found.T, torch.eye(2))


def test_all_components_turn_the_gram_matrix_and_lose_nothing():
    activation = torch.randn(1, 5, 8, 8, generator=torch.Generator().manual_seed(1))
    turn = principal(activation, 9)
    assert turn.shape == (5, 5)
    turned = gram(torch.einsum("kc,bchw->bkhw", turn, activation))[0]
    torch.testing.assert_close(turn.T @ turned @ turn, gram(activation)[0])


def test_no_components_are_refused():
    with pytest.raises(AtlasError, match="at least one principal component"):
        principal(torch.rand(1, 3, 2, 2), 0)

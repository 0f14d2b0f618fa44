import pytest
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.optimize.objectives.objective import Objective, Outputs
from activation_atlas.optimize.objectives.units import channel, layer, logit, neuron, probability

MAPS = torch.randn(4, 5, 6, 7, generator=torch.Generator().manual_seed(0))
LOGITS = torch.randn(4, 9, generator=torch.Generator().manual_seed(1))


def _outputs(rows: slice = slice(None)) -> Outputs:
    images = torch.zeros(len(MAPS[rows]), 3, 4, 4)
    return Outputs(images, images, {"layer": MAPS[rows], "other": -MAPS[rows]}, LOGITS[rows])


def test_a_neuron_is_lower_right_of_the_middle() -> None:
    scores = neuron("layer", [0, 4, 2, 2])(_outputs())
    assert torch.equal(scores, MAPS[range(4), [0, 4, 2, 2], 3, 3])


def test_a_channel_is_the_mean_over_its_places() -> None:
    scores = channel("layer", [0, 4, 2, 2])(_outputs())
    assert torch.allclose(scores, MAPS[range(4), [0, 4, 2, 2]].mean((1, 2)))


def test_a_layer_is_its_mean_square() -> None:
    assert torch.allclose(layer("layer")(_outputs()), (MAPS**2).flatten(1).mean(1))


def test_a_class_is_its_logit_or_probability() -> None:
    classes = [8, 0, 3, 3]
    assert torch.equal(logit(classes)(_outputs()), LOGITS[range(4), classes])
    expected = torch.softmax(LOGITS, 1)[range(4), classes]
    assert torch.allclose(probability(classes)(_outputs()), expected)


def test_fewer_targets_serve_consecutive_images() -> None:
    for few, many in (
        (channel("layer", [1, 3]), channel("layer", [1, 1, 3, 3])),
        (logit([7]), logit([7, 7, 7, 7])),
    ):
        assert torch.equal(few(_outputs()), many(_outputs()))


@pytest.mark.parametrize("make", [neuron, channel])
@pytest.mark.parametrize("number", [-1, 5])
def test_a_channel_out_of_range_is_an_error(make, number: int) -> None:
    message = f"no channel of layer 'layer' with number {number}; choose 0 to 4"
    with pytest.raises(AtlasError, match=message):
        make("layer", [number])(_outputs())


@pytest.mark.parametrize("make", [logit, probability])
def test_a_class_out_of_range_is_an_error(make) -> None:
    with pytest.raises(AtlasError, match="no class with number 9; choose 0 to 8"):
        make([9])(_outputs())


def test_an_objective_names_what_it_reads() -> None:
    both = neuron("layer", [0]) + channel("other", [1]) - 2 * logit([3])
    assert both.layers == {"layer", "other"} and both.logits
    assert not layer("layer").logits and layer("layer").layers == {"layer"}
    assert probability([1]).logits and not probability([1]).layers


def test_algebra_leaves_the_operands_as_they_are() -> None:
    first, second = channel("layer", [1]), logit([3])
    before = first(_outputs()), second(_outputs())
    joint: Objective = 0.5 * first - second * 2.0
    assert torch.allclose(joint(_outputs()), 0.5 * before[0] - 2 * before[1])
    assert torch.equal(first(_outputs()), before[0]) and torch.equal(second(_outputs()), before[1])
    assert first.layers == {"layer"} and not first.logits
    assert second.layers == frozenset() and second.logits


@pytest.mark.parametrize(
    "objective", [neuron("layer", [3]), channel("layer", [3]), layer("layer"), probability([3])]
)
def test_an_image_does_not_depend_on_its_batch_mates(objective: Objective) -> None:
    alone = [objective(_outputs(slice(row, row + 1))) for row in range(4)]
    assert torch.equal(objective(_outputs()), torch.cat(alone))

"""Parts of a network to excite: a neuron, a channel, a layer, a class.

Olah et al. 2017, "Feature Visualization", optimization objectives. Targets are one an image, or
one a group of consecutive images: two channels and eight images give each channel four.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from activation_atlas.errors import AtlasError
from activation_atlas.optimize.objectives.direction import at_centre
from activation_atlas.optimize.objectives.objective import Objective, Outputs
from activation_atlas.optimize.objectives.targets import one_an_image


def neuron(layer: str, channels: Sequence[int]) -> Objective:
    """Return the activation of each image's own channel at the centre of the map.

    Of the four central places of an even map it is the lower right one.

    Raises:
        AtlasError: When scoring, if a channel is out of range.
    """

    def score(outputs: Outputs) -> Tensor:
        centre = at_centre(outputs.activations[layer])[:, 0]
        return _own(centre, channels, f"channel of layer '{layer}'")

    return Objective(score, frozenset({layer}))


def channel(layer: str, channels: Sequence[int]) -> Objective:
    """Return the mean activation over all places of each image's own channel.

    Raises:
        AtlasError: When scoring, if a channel is out of range.
    """

    def score(outputs: Outputs) -> Tensor:
        maps = _own(outputs.activations[layer], channels, f"channel of layer '{layer}'")
        return maps.mean((1, 2))

    return Objective(score, frozenset({layer}))


def layer(name: str) -> Objective:
    """Return the mean square of a layer's activations."""

    def score(outputs: Outputs) -> Tensor:
        return outputs.activations[name].square().mean((1, 2, 3))

    return Objective(score, frozenset({name}))


def logit(classes: Sequence[int]) -> Objective:
    """Return the logit of each image's own class, S_c of Simonyan et al. 2014, section 2.

    Raises:
        AtlasError: When scoring, if a class is out of range.
    """
    return Objective(lambda outputs: _own(outputs.logits, classes, "class"), logits=True)


def probability(classes: Sequence[int]) -> Objective:
    """Return the softmax probability of each image's own class, in [0, 1].

    It grows by suppressing other classes, too (Simonyan et al. 2014, section 2).

    Raises:
        AtlasError: When scoring, if a class is out of range.
    """
    return Objective(lambda outputs: _own(outputs.logits.softmax(1), classes, "class"), logits=True)


def _own(values: Tensor, numbers: Sequence[int], what: str) -> Tensor:
    """Return each image's own row, (B, ...), of values (B, n, ...)."""
    count = values.shape[1]
    for number in numbers:
        if not 0 <= number < count:
            raise AtlasError(f"There is no {what} with number {number}; choose 0 to {count - 1}.")
    own = one_an_image(torch.tensor(numbers, dtype=torch.int64), values)
    return values[torch.arange(len(values), device=values.device), own]

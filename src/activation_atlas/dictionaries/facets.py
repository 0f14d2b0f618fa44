"""Faceted feature visualization: what a unit is to one kind of image, such as text or faces.

Goh et al. 2021, "Multimodal Neurons in Artificial Neural Networks", and the code that the authors
published with it. A probe tells the kind in earlier layers; the picture climbs the unit and, there,
those activations that both excite the unit and speak for the kind.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from activation_atlas.errors import AtlasError
from activation_atlas.networks import Network
from activation_atlas.optimize.objectives import Objective, Outputs
from activation_atlas.optimize.objectives.targets import one_an_image
from activation_atlas.recipes.pictures import Order, Picture, render
from activation_atlas.recipes.recipe import Recipe

LAYERS = 5
"""Number of layers of the paper's facets; strengths mean the same in any other number."""


@dataclass(frozen=True)
class Facet:
    """A kind of image, and how much of it is wanted.

    Attributes:
        weights: Weights by layer, (C, h, w) of its probe at any size of map.
        strength: Weight of the facet beside the unit, 0 for none; the paper's are 0.1 to 5, with
            weights of a scale of their own.
    """

    weights: Mapping[str, np.ndarray]
    strength: float


def response(layer: str, directions: Tensor) -> Objective:
    """Return the mean over places of ReLU(a) · d, for each image's own direction d.

    Args:
        layer: Layer of the activation a.
        directions: (B, C), one an image or one a group of consecutive images.
    """

    def score(outputs: Outputs) -> Tensor:
        maps = torch.relu(outputs.activations[layer])
        own = one_an_image(directions.to(maps.dtype), maps)
        return (maps * own[:, :, None, None]).sum(1).mean((1, 2))

    return Objective(score, frozenset({layer}))


def faceted(unit: Objective, weights: Mapping[str, Tensor], strengths: Tensor) -> Objective:
    """Return f + s Σ_l (5/L) Σ w_l ∘ a_l ∘ ReLU(∂f/∂a_l), over the L layers of `weights`.

    The derivative counts as given. At strength 0 it is f alone.

    Args:
        unit: f, what is pictured; it looks at layers only, and at none before those of `weights`.
        weights: Probes by layer, one an image, (B, C, h, w), resized to the layer's map.
        strengths: (B,), s of each image.

    Raises:
        AtlasError: When scoring, if f does not depend on one of the layers, or a layer has another
            number of channels.
    """

    def score(outputs: Outputs) -> Tensor:
        scores = unit(outputs)
        maps = [outputs.activations[layer] for layer in weights]
        slopes = torch.autograd.grad(scores.sum(), maps, retain_graph=True, allow_unused=True)
        total = torch.zeros_like(scores)
        for (layer, own), activation, slope in zip(weights.items(), maps, slopes):
            total = total + _kind(layer, own, activation, slope)
        return scores + (LAYERS / len(weights)) * strengths.to(scores.device) * total

    return Objective(score, unit.layers | frozenset(weights))


def check_facets(
    network: Network, layer: str, channels: Iterable[int], told_in: Iterable[str]
) -> None:
    """Make sure that channels of a layer can be pictured in facets told in other layers.

    Args:
        network: Network with all these layers.
        layer: Layer of the channels.
        channels: Their numbers.
        told_in: Layers of the facets.

    Raises:
        AtlasError: there is no such channel, a facet is told in a layer that does not come before
            the channels', or the network's numbers are not float32.
    """
    if network.dtype != torch.float32:
        raise AtlasError("Facets are pictured in float32 only: set device.dtype to float32.")
    count = network.channels[layer]
    for channel in channels:
        if not 0 <= channel < count:
            raise AtlasError(
                f"There is no channel {channel} of {layer}: its channels are 0 to {count - 1}."
            )
    before = network.layers[: network.layers.index(layer)]
    for name in told_in:
        if name not in before:
            raise AtlasError(
                f"Facets of '{layer}' can't be told in '{name}', which does not come before it:"
                " name layers before the channels' own in facets.layers."
            )


def facet_pictures(
    network: Network,
    recipe: Recipe,
    layer: str,
    wanted: Sequence[tuple[int, Facet]],
    size: int,
    seed: int,
) -> Iterator[Picture]:
    """Yield the pictures of a layer's channels, each in a facet of its own.

    Those of one channel begin alike.

    Args:
        network: Network with `layer` and all layers of the facets, which are the same for all.
        recipe: Recipe by which pictures are optimized, e.g. ``goh2021``.
        layer: Layer of the channels.
        wanted: Channels and facets.
        size: Side of a picture in pixels.
        seed: Seed of the run.

    Raises:
        AtlasError: as of :func:`check_facets`; or the channels don't depend on a facet's layer, or
            it has another number of channels than the probe.
    """
    told_in = dict.fromkeys(name for _, facet in wanted for name in facet.weights)
    check_facets(network, layer, (channel for channel, _ in wanted), told_in)
    objective = partial(_objective, layer, network.channels[layer])
    names = [(layer, channel) for channel, _ in wanted]
    yield from render(network, recipe, Order(wanted, objective, names, size, size, seed))


def _objective(layer: str, channels: int, wanted: Sequence[tuple[int, Facet]]) -> Objective:
    """Return the objective of some channels in their facets."""
    numbers = torch.tensor([number for number, _ in wanted])
    directions = functional.one_hot(numbers, channels).float()
    facets = [facet for _, facet in wanted]
    weights = {
        name: torch.from_numpy(np.stack([facet.weights[name] for facet in facets]))
        for name in facets[0].weights
    }
    strengths = torch.tensor([facet.strength for facet in facets])
    return faceted(response(layer, directions), weights, strengths)


def _kind(layer: str, weights: Tensor, activation: Tensor, slope: Tensor | None) -> Tensor:
    """Return Σ w ∘ a ∘ ReLU(slope) of each image, (B,)."""
    if slope is None:
        raise AtlasError(
            f"The unit does not depend on layer '{layer}', in which its facet is told: name layers"
            " before the unit's own in facets.layers."
        )
    if weights.shape[1] != activation.shape[1]:
        raise AtlasError(
            f"A probe of {weights.shape[1]} channels doesn't fit layer '{layer}', which has"
            f" {activation.shape[1]}: make it for that layer."
        )
    resized = functional.interpolate(
        weights.to(activation), activation.shape[2:], mode="bilinear", align_corners=False
    )
    return (resized * activation * slope.relu()).sum((1, 2, 3))

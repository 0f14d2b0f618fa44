"""How much each sampled activation speaks for each class, for a whole batch at once.

The linear attribution of the activation h at one position of a layer to class c is h · ∂logit_c/∂h.
It is the derivative of the logits along the direction "h at that position, zero elsewhere", so one
forward-mode derivative gives it for all classes, where reverse mode takes one pass a class.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor
from torch.autograd import forward_ad
from torch.nn.attention import SDPBackend, sdpa_kernel

from activation_atlas.errors import AtlasError
from activation_atlas.networks import Network
from activation_atlas.seeds import generator

PROBES = 2  # a batch of one would be broadcast where two batches must not be mixed
TOLERANCE = 0.05  # of the largest: far above rounding, far below a direction that is mixed up


@contextmanager
def forward_mode() -> Iterator[None]:
    """Let forward-mode derivatives be taken, by all threads; PyTorch allows no second one inside.

    Attention is computed by plain products meanwhile: its fused kernels have no such derivative.
    """
    with forward_ad.dual_level(), sdpa_kernel(SDPBackend.MATH):
        yield


def pick(maps: Tensor, cells: Tensor) -> Tensor:
    """Return the activations (B, C) of maps (B, C, H, W) at the cells (B, 2) (row, col)."""
    images = torch.arange(len(maps), device=maps.device)
    return maps[images, :, cells[:, 0], cells[:, 1]]


def attributions(
    network: Network, images: Tensor, cells: Mapping[str, Tensor], layers: Sequence[str]
) -> tuple[dict[str, Tensor], dict[str, Tensor], Tensor]:
    """Return activations (B, C) and attributions (B, classes) by layer, and the predictions (B,).

    Activations and attributions are those at the cells, float32; a prediction is the class of the
    largest logit, int64.

    One forward pass: it begins with the batch, and each further layer appends a copy of the batch
    that carries that layer's direction, so that no layer is computed before it is needed. This
    takes layers that all later ones are computed from alone; see :func:`separable`.

    Call it within one :func:`forward_mode`, which all threads share.

    Args:
        network: the network.
        images: (B, 3, H, W) RGB in [0, 1].
        cells: by layer, (B, 2) int64 (row, col) on the network's device.
        layers: some of the network's layers, in the order of computation.

    Raises:
        RuntimeError: a layer is not computed from the one before it alone.
    """
    count = len(images)
    picked: dict[str, Tensor] = {}

    def mark(layer: str, output: Tensor) -> Tensor:
        values, tangent = forward_ad.unpack_dual(output)
        own = values[:count]
        picked[layer] = pick(own, cells[layer]).float()
        direction = _only(own, cells[layer])
        if len(picked) == 1:
            return forward_ad.make_dual(values, direction)
        if tangent is None:
            raise RuntimeError(f"'{layer}' is not computed from the layer before it")
        return forward_ad.make_dual(torch.cat([values, own]), torch.cat([tangent, direction]))

    edits = {layer: lambda output, layer=layer: mark(layer, output) for layer in layers}
    _, logits = network.run(images, edits)
    values, tangent = forward_ad.unpack_dual(logits)
    spoken = dict(zip(picked, tangent.split(count), strict=True))
    return picked, spoken, values[:count].argmax(dim=1)


def separable(network: Network, size: int) -> list[tuple[str, ...]]:
    """Return which layers to give to :func:`attributions` together: all, or each alone.

    Layers on parallel branches can't go together. It is tried on two images of noise with `size`
    pixels a side, within one :func:`forward_mode`.

    Raises:
        AtlasError: the network has no attributions, since PyTorch can't differentiate it so.
    """
    alone = [(layer,) for layer in network.layers]
    noise = generator("attribution", size).random((PROBES, 3, size, size), dtype=np.float32)
    images = torch.from_numpy(noise).to(network.device)
    centres = {
        layer: torch.tensor([[height // 2, width // 2]] * PROBES, device=network.device)
        for layer, (_, height, width) in network.shapes_at(size).items()
    }
    exact: dict[str, Tensor] = {}
    try:
        for layers in alone:
            exact |= attributions(network, images, centres, layers)[1]
    except NotImplementedError as error:
        raise AtlasError(
            f"'{network.name}' computes something that PyTorch has no forward-mode derivative of:"
            " set samples.attribution to false, or choose another network."
        ) from error
    try:
        _, together, _ = attributions(network, images, centres, network.layers)
    except (RuntimeError, ValueError):
        return alone
    for layer, expected in exact.items():
        error = (together[layer] - expected).abs().max()
        if not error <= TOLERANCE * expected.abs().max():
            return alone
    return [network.layers]


def _only(maps: Tensor, cells: Tensor) -> Tensor:
    """Return the maps with everything zero but the cell of each."""
    images = torch.arange(len(maps), device=maps.device)
    only = torch.zeros_like(maps)
    only[images, :, cells[:, 0], cells[:, 1]] = pick(maps, cells)
    return only

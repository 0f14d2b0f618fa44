"""Views through a network: one random activation of each, batch after batch."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import numpy as np
import torch

from activation_atlas.images.views import Views
from activation_atlas.networks import Network, Workers, workers
from activation_atlas.samples.attribution import forward_mode, separable
from activation_atlas.samples.batches import Batch, Sampler


@contextmanager
def sampling(
    network: Network,
    views: Views,
    pieces: Sequence[range],
    *,
    layers: Sequence[str],
    seed: int,
    size: int,
    attribution: bool,
) -> Iterator[Iterator[Batch]]:
    """Yield the samples of each piece, in order, a few of them computed beforehand.

    It takes as many threads as torch is set to.

    Args:
        network: With `layers`.
        views: Of images.
        pieces: Numbers of views, at most `network.micro_batch` a piece.
        layers: Whose activations are taken, some of the network's.
        seed: Of the positions.
        size: Side in pixels of the views.
        attribution: Whether each is attributed to every class.

    Raises:
        AtlasError: a layer is too coarse, or a number is not finite or too large.
    """
    with forward_mode():
        sampler = _sampler(network, views, layers, seed, size, attribution)
        with workers(network, len(pieces)) as team:
            yield team.ahead(partial(_sampled, sampler, team), pieces)


@torch.no_grad()
def _sampler(
    network: Network, views: Views, layers: Sequence[str], seed: int, size: int, attribution: bool
) -> Sampler:
    shapes = network.shapes_at(size)
    return Sampler(
        views=views,
        seed=seed,
        size=size,
        batch=network.micro_batch,
        shapes={layer: shape for layer, shape in shapes.items() if layer in layers},
        together=_together(network, layers, size) if attribution else None,
    )


def _together(network: Network, layers: Sequence[str], size: int) -> list[tuple[str, ...]]:
    """Return which of the layers are attributed in one pass."""
    passes = [
        tuple(layer for layer in group if layer in layers) for group in separable(network, size)
    ]
    return [group for group in passes if group]


def _sampled(sampler: Sampler, team: Workers, rows: Sequence[int] | np.ndarray) -> Batch:
    images, batch = sampler.read(rows)
    with team.borrowed() as network:
        return sampler.take(network, images, batch)

"""Dataset examples: the places of the run's images that excite a channel most.

Olah et al. 2017, "Feature Visualization", dataset examples: beside what a channel answers to most
of all, what it answers to among real images.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.images import Catalogue
from activation_atlas.networks import Network, Workers, receptive_field, workers
from activation_atlas.progress import Progress
from activation_atlas.raster import to_rgb
from activation_atlas.samples.batches import Sampler
from activation_atlas.seeds import generator


@dataclass(frozen=True)
class Examples:
    """The k images that excite each of n channels most, the strongest first.

    Attributes:
        crop: (n, k, side, side, 3) uint8, what the place saw, at its receptive field's size;
            black where there are too few images.
        view: (n, k) int64 row of the catalogue, -1 where there is none.
        place: (n, k, 2) int64 (row, col) in the layer's map.
        activation: (n, k) float32 there.
    """

    crop: np.ndarray
    view: np.ndarray
    place: np.ndarray
    activation: np.ndarray


@dataclass(frozen=True)
class _Peaks:
    """Where each of m images excites each of n channels most: all (m, n), views (m,)."""

    views: np.ndarray
    activation: np.ndarray
    place: np.ndarray
    """Counted along the rows of the map."""


def examples(
    network: Network,
    layer: str,
    channels: Sequence[int],
    catalogue: Catalogue,
    count: int,
    limit: int,
    seed: int = 0,
) -> Examples:
    """Return the crops that excite each channel most, at most one a view of the catalogue.

    Views of different images come before further views of the same one. It takes as many threads
    as torch is set to.

    Args:
        network: Network with `layer`.
        layer: Layer of the channels.
        channels: Their numbers, n of them.
        catalogue: Catalogue of the run.
        count: Crops a channel, k.
        limit: At most so many views are looked at, chosen at random.
        seed: Seed of that choice.

    Raises:
        AtlasError: a channel is out of range, or no view could be read.
    """
    for channel in channels:
        if not 0 <= channel < network.channels[layer]:
            raise AtlasError(
                f"There is no channel {channel} of {layer}: its channels are 0 to"
                f" {network.channels[layer] - 1}."
            )
    peaks = _peaks(network, layer, channels, catalogue, _chosen(len(catalogue), limit, seed))
    if not len(peaks.views):
        raise AtlasError("None of the images could be read, so no example can be shown.")
    side = min(catalogue.size, round(receptive_field(network, layer, catalogue.size)))
    return _cut(peaks, catalogue, network.shapes_at(catalogue.size)[layer], count, side)


def _cut(
    peaks: _Peaks, catalogue: Catalogue, shape: tuple[int, int, int], count: int, side: int
) -> Examples:
    """Return the strongest of each channel's peaks in maps of a shape (C, height, width)."""
    images = [catalogue.where(view) for view in peaks.views]
    size = (peaks.activation.shape[1], count)
    found = Examples(
        np.zeros((*size, side, side, 3), np.uint8),
        np.full(size, -1, np.int64),
        np.zeros((*size, 2), np.int64),
        np.zeros(size, np.float32),
    )
    for number, activation in enumerate(peaks.activation.T):
        for rank, peak in enumerate(_ranked(activation, images)[:count]):
            at, view = (number, rank), int(peaks.views[peak])
            place = divmod(int(peaks.place[peak, number]), shape[2])
            row, col = (np.add(place, 0.5) * catalogue.size / shape[1:]).tolist()
            found.crop[at] = catalogue.patch(view, catalogue.size, row, col, side)
            found.view[at], found.place[at], found.activation[at] = view, place, activation[peak]
    return found


def _chosen(count: int, limit: int, seed: int) -> np.ndarray:
    """Return which views to look at, in order."""
    if count <= limit:
        return np.arange(count)
    return np.sort(generator(seed, "examples").choice(count, limit, replace=False))


def _ranked(activation: np.ndarray, images: Sequence[str]) -> list[int]:
    """Return the views, strongest first, but further views of an image after all first ones."""
    order = np.argsort(-activation, kind="stable").tolist()
    seen: dict[str, int] = {}
    turns = {}
    for view in order:
        turns[view] = seen[images[view]] = seen.get(images[view], -1) + 1
    return sorted(order, key=lambda view: turns[view])


def _peaks(
    network: Network,
    layer: str,
    channels: Sequence[int],
    catalogue: Catalogue,
    chosen: np.ndarray,
) -> _Peaks:
    size, batch = catalogue.size, network.micro_batch
    sampler = Sampler(catalogue, seed=0, size=size, batch=batch, shapes={}, together=None)
    pieces = [chosen[first : first + batch] for first in range(0, len(chosen), batch)]
    parts = []
    with (
        workers(network, len(pieces)) as team,
        Progress(f"Examples of {layer}", len(chosen), "images") as progress,
    ):
        look = partial(_looked, sampler, team, layer, list(channels))
        for piece, part in zip(pieces, team.ahead(look, pieces)):
            parts.append(part)
            progress.advance(len(piece))
    return _Peaks(
        np.concatenate([part.views for part in parts]),
        np.concatenate([part.activation for part in parts]),
        np.concatenate([part.place for part in parts]),
    )


@torch.no_grad()
def _looked(
    sampler: Sampler, team: Workers, layer: str, channels: list[int], rows: np.ndarray
) -> _Peaks:
    """Return the peaks of the readable ones among a batch of views."""
    images, batch = sampler.read(rows)
    rgb = to_rgb(images)
    with team.borrowed() as network:
        maps = network.activations(rgb, [layer])[layer]
    activation, place = maps[: len(batch.rows), channels].flatten(2).max(2)
    return _Peaks(np.array(batch.rows, np.int64), activation.cpu().numpy(), place.cpu().numpy())

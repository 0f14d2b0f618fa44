"""How a unit answers to images of several categories.

Goh et al. 2021, "Multimodal Neurons in Artificial Neural Networks", the neuron of one person: where
a unit answers strongly, nearly all images have to do with its subject.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from activation_atlas.errors import AtlasError
from activation_atlas.images import Catalogue
from activation_atlas.networks import Network, workers
from activation_atlas.progress import Progress
from activation_atlas.raster import to_rgb
from activation_atlas.samples.batches import Sampler
from activation_atlas.seeds import generator

BINS = 10


@dataclass(frozen=True)
class Responses:
    """How k channels answer to n images.

    Attributes:
        activation: (n, k) float32, mean over all places of the layer's map.
        category: Category of each image.
    """

    activation: np.ndarray
    category: tuple[str, ...]


@dataclass(frozen=True)
class Shares:
    """The categories of the images that a unit answers to alike.

    Attributes:
        edges: (bins + 1,) float64, between bins, in standard deviations from zero.
        categories: Names in alphabetical order.
        share: (bins, categories) float64; those of a bin add up to 1, or are all 0 if it is empty.
        count: (bins,) int64 images.
        deviation: Standard deviation of the activation.
    """

    edges: np.ndarray
    categories: tuple[str, ...]
    share: np.ndarray
    count: np.ndarray
    deviation: float


def shares(activation: np.ndarray, category: Sequence[str], bins: int = BINS) -> Shares | None:
    """Return which share each category has of the images of each bin of a unit's activation.

    There is none of a unit that answers to all images alike, such as one that is never active.

    Activations are divided by their standard deviation, and no mean is subtracted, so 0 stays where
    the unit is silent. Bins are equally wide, from the lowest activation to the highest.

    Args:
        activation: (n,).
        category: Category of each of the n images.
        bins: Number of bins.
    """
    activation = np.asarray(activation, np.float64)
    if np.ptp(activation) == 0:
        return None
    deviation = float(activation.std())
    responses = activation / deviation
    edges = np.linspace(responses.min(), responses.max(), bins + 1)
    rows = np.searchsorted(edges[1:-1], responses, side="right")
    categories, columns = np.unique(np.asarray(category), return_inverse=True)
    table = np.zeros((bins, len(categories)), np.int64)
    np.add.at(table, (rows, columns), 1)
    count = table.sum(1)
    share = table / np.maximum(count, 1)[:, None]
    return Shares(edges, tuple(categories.tolist()), share, count, deviation)


def responses(
    network: Network,
    layer: str,
    channels: Sequence[int],
    catalogue: Catalogue,
    limit: int,
    seed: int,
) -> Responses:
    """Return how channels answer to the run's images, of the categories that the catalogue has.

    It takes as many threads as torch is set to.

    Args:
        network: Network with `layer`.
        layer: Layer of the channels.
        channels: Their numbers.
        catalogue: Catalogue of the run; its groups, class folders or photos, are the categories.
        limit: At most so many views are looked at, chosen at random.
        seed: Seed of that choice.

    Raises:
        AtlasError: no image could be read, or the images have no categories.
    """
    chosen = np.arange(len(catalogue))
    if len(chosen) > limit:
        random = generator(seed, "categories")
        chosen = np.sort(random.choice(len(catalogue), limit, replace=False))
    size, batch = catalogue.size, network.micro_batch
    sampler = Sampler(catalogue, seed=0, size=size, batch=batch, shapes={}, together=None)
    pieces = [chosen[first : first + batch] for first in range(0, len(chosen), batch)]
    with (
        workers(network, len(pieces)) as team,
        Progress(f"Responses of {layer}", len(chosen), "images") as progress,
    ):

        def look(rows: np.ndarray) -> tuple[list[int], np.ndarray]:
            images, read = sampler.read(rows)
            rgb = to_rgb(images)
            with team.borrowed() as borrowed, torch.no_grad():
                maps = borrowed.activations(rgb, [layer])[layer]
            means = maps[: len(read.rows), list(channels)].mean((2, 3))
            return read.rows, means.cpu().numpy()

        parts = []
        for piece, part in zip(pieces, team.ahead(look, pieces)):
            parts.append(part)
            progress.advance(len(piece))
    kept = [row for rows, _ in parts for row in rows]
    if not kept:
        raise AtlasError(
            f"None of {len(chosen)} images could be read: check images.source and images.path."
        )
    category = tuple(catalogue.group(row) for row in kept)
    if not any(category):
        raise AtlasError(
            f"None of {len(kept)} images has a category: put them into class folders, or set"
            " images.source to photos."
        )
    return Responses(np.concatenate([means for _, means in parts]), category)

"""Spatial linear probes: what in a layer tells images of one kind from others, place by place.

Goh et al. 2021, "Multimodal Neurons in Artificial Neural Networks", faceted feature visualization:
a logistic regression on a layer's flattened map, without intercept. Where the images are aligned,
such as faces in the middle, its weights differ from place to place.
"""

import warnings
from collections.abc import Mapping

import numpy as np
import torch
from threadpoolctl import threadpool_limits

from activation_atlas.networks import Network, workers
from activation_atlas.raster import to_rgb

RIDGE = 1.0
"""Weight of half the squared norm of the probe, on maps of root mean square 1. Maps have more
numbers than there are images, so without it no probe is best; nothing is published of it."""
ITERATIONS = 500


def probes(
    network: Network, kinds: Mapping[str, np.ndarray], generic: np.ndarray
) -> dict[str, dict[str, np.ndarray]]:
    """Return the weights (C, h, w) float32 by kind of images and layer, in all of the layers.

    Args:
        network: Network with the layers to look at.
        kinds: Images by name, (n, H, W, 3) uint8 that show it.
        generic: (m, H, W, 3) uint8, images of the same size that don't.
    """
    others = layer_maps(network, generic)
    found = {}
    for name, images in kinds.items():
        own = layer_maps(network, images)
        found[name] = {layer: probe(own[layer], others[layer]) for layer in network.layers}
    return found


def probe(own: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the weights (C, h, w) float32 that tell maps (n, C, h, w) from others (m, C, h, w).

    Both kinds count alike, however many there are. By L-BFGS; weights are scaled to a root mean
    square of 1, as their size says little: it depends on the number of images.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    maps = np.concatenate([own, others]).reshape(len(own) + len(others), -1).astype(np.float64)
    maps /= max(_size(maps), np.finfo(np.float32).tiny)
    kinds = np.repeat([1, 0], [len(own), len(others)])
    regression = LogisticRegression(
        C=1 / RIDGE, fit_intercept=False, class_weight="balanced", max_iter=ITERATIONS
    )
    with threadpool_limits(1), warnings.catch_warnings():  # last bits depend on the threads
        warnings.simplefilter("ignore", ConvergenceWarning)
        weights = regression.fit(maps, kinds).coef_.reshape(own.shape[1:])
    return (weights / max(_size(weights), np.finfo(np.float32).tiny)).astype(np.float32)


@torch.no_grad()
def layer_maps(network: Network, images: np.ndarray) -> dict[str, np.ndarray]:
    """Return the maps (n, C, h, w) float32 of images (n, H, W, 3) uint8, by layer."""
    size = network.micro_batch
    batches = [
        np.minimum(np.arange(first, first + size), len(images) - 1)
        for first in range(0, len(images), size)
    ]
    with workers(network, len(batches)) as team:

        def work(rows: np.ndarray) -> dict[str, np.ndarray]:
            rgb = to_rgb(images[rows])
            with team.borrowed() as borrowed, torch.no_grad():
                found = borrowed.activations(rgb)
            return {layer: maps.cpu().numpy() for layer, maps in found.items()}

        parts = list(team.ahead(work, batches))
    return {
        layer: np.concatenate([part[layer] for part in parts])[: len(images)]
        for layer in network.layers
    }


def _size(values: np.ndarray) -> float:
    """Return the root mean square."""
    return float(np.sqrt(np.square(values).mean()))

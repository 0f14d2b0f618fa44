"""One batch of images, from the files to the numbers that are stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from activation_atlas.errors import AtlasError
from activation_atlas.images import Unreadable
from activation_atlas.images.views import Views
from activation_atlas.networks import Network
from activation_atlas.raster import to_rgb
from activation_atlas.samples.attribution import attributions, pick
from activation_atlas.samples.position import cells, relative_position

LARGEST = float(np.finfo(np.float16).max)


@dataclass(frozen=True)
class Batch:
    """The samples of the readable ones among a few views."""

    rows: list[int]
    """The n views that could be read."""
    skipped: list[dict[str, str]]
    """The others: key and reason of each."""
    layers: dict[str, dict[str, np.ndarray]]
    """Arrays by layer: activation (n, C) float16, position (n, 2) int16; with attribution also
    attribution (n, classes) float16, and rank (n,) int32 of the predicted class in it."""


@dataclass(frozen=True)
class Sampler:
    """Takes the samples of batches; each thread at a time has the network for itself."""

    views: Views
    seed: int
    size: int
    """Side in pixels of the images."""
    batch: int
    """Images computed at once: shorter batches are padded, so that kernels see one shape."""
    shapes: Mapping[str, tuple[int, int, int]]
    """(channels, height, width) by layer."""
    together: Sequence[tuple[str, ...]] | None
    """Layers whose attributions are computed in one pass; None without attribution."""

    def read(self, rows: Sequence[int]) -> tuple[np.ndarray, Batch]:
        """Return the images (batch, size, size, 3) uint8 of the views, and which could be read.

        What is left after the readable ones is black.
        """
        images = np.zeros((self.batch, self.size, self.size, 3), np.uint8)
        kept: list[int] = []
        skipped = []
        for row in rows:
            try:
                images[len(kept)] = self.views.read(row, self.size)
                kept.append(row)
            except Unreadable as error:
                skipped.append({"key": self.views.key(row), "reason": error.reason})
        return images, Batch(kept, skipped, {})

    @torch.no_grad()
    def take(self, network: Network, images: np.ndarray, batch: Batch) -> Batch:
        """Return the batch with its samples.

        Raises:
            AtlasError: an activation or attribution is not finite, or too large for float16; a
                layer is too coarse.
        """
        count = len(batch.rows)
        keys = [self.views.key(row) for row in batch.rows]
        relative = np.full((self.batch, 2), 0.5)
        for image, key in enumerate(keys):
            relative[image] = relative_position(self.seed, key)
        positions = {
            layer: cells(relative, height, width, layer)
            for layer, (_, height, width) in self.shapes.items()
        }
        activations, attributed, predicted = self._compute(network, images, positions)
        layers = {}
        for layer in self.shapes:
            layers[layer] = {
                "activation": _half(activations[layer][:count], "activation", layer, keys),
                "position": positions[layer][:count],
            }
            if self.together is not None:
                values = _half(attributed[layer][:count], "attribution", layer, keys)
                layers[layer]["attribution"] = values
                layers[layer]["rank"] = ranks(values, predicted[:count])
        return Batch(batch.rows, batch.skipped, layers)

    def _compute(
        self, network: Network, images: np.ndarray, positions: Mapping[str, np.ndarray]
    ) -> tuple[dict[str, Tensor], dict[str, Tensor], np.ndarray]:
        pixels = to_rgb(images, network.device)
        places = {
            layer: torch.from_numpy(position.astype(np.int64)).to(network.device)
            for layer, position in positions.items()
        }
        if self.together is None:
            maps = network.activations(pixels)
            picked = {layer: pick(maps[layer], places[layer]) for layer in places}
            return picked, {}, np.zeros(0, np.int64)
        activations: dict[str, Tensor] = {}
        attributed: dict[str, Tensor] = {}
        for layers in self.together:
            picked, spoken, predicted = attributions(network, pixels, places, layers)
            activations |= picked
            attributed |= spoken
        return activations, attributed, predicted.cpu().numpy()


def ranks(attribution: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Return how many classes speak louder than the predicted one, (n,) int32; 0 is the best.

    Args:
        attribution: (n, classes), as it is stored: what lies within its rounding is a tie.
        predicted: (n,) class by image.
    """
    own = np.take_along_axis(attribution, predicted[:, None], axis=1)
    return np.count_nonzero(attribution > own, axis=1).astype(np.int32)


def _half(values: Tensor, what: str, layer: str, keys: Sequence[str]) -> np.ndarray:
    """Return values (n, k) as float16, all finite."""
    values = values.cpu().numpy()
    largest = np.abs(values).max(axis=1)
    for image in np.flatnonzero(~(largest <= LARGEST)):
        if np.isfinite(largest[image]):
            raise AtlasError(
                f"Layer '{layer}' has an {what} of {largest[image]:.4g} in the image"
                f" '{keys[image]}', more than the {LARGEST:.0f} that samples can hold: choose"
                " another layer, one after a normalization."
            )
        raise AtlasError(
            f"Layer '{layer}' has an {what} that is NaN or infinite in the image '{keys[image]}':"
            " set device.dtype: float32, or check the network's weights if it is float32 already."
        )
    return values.astype(np.float16)

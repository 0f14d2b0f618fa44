"""What a network makes of one image: its layers' activations, and what they say for classes."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image

from activation_atlas.dictionaries.attribution import by_channel, gradients
from activation_atlas.errors import AtlasError
from activation_atlas.networks import Network, RelaxedPooling, workers
from activation_atlas.raster import to_rgb

LEAST_SIDE = 32
"""Side of an image in pixels; nothing smaller shows a thing."""
CLASSES = 5
"""How many of the most probable classes are read where none are asked for."""


@dataclass(frozen=True)
class Reading:
    """One layer's map.

    Attributes:
        activation: (h, w, C) float32.
        gradient: (c, h, w, C) float32, of the chosen classes' logits with respect to it.
    """

    activation: np.ndarray
    gradient: np.ndarray


@dataclass(frozen=True)
class ImageReading:
    """One image, as a network reads it.

    Attributes:
        image: (H, W, 3) uint8, as the network saw it.
        classes: Indices of the c classes, the most probable first unless others were asked for.
        logits: (c,) float32.
        probabilities: (c,) float32 in [0, 1], of the softmax over all of the network's classes.
        layers: Layers in the order of computation.
    """

    image: np.ndarray
    classes: tuple[int, ...]
    logits: np.ndarray
    probabilities: np.ndarray
    layers: Mapping[str, Reading]


@dataclass(frozen=True)
class Region:
    """A rectangle of a layer's map; first and last place belong to it.

    Attributes:
        rows: The first and the last.
        columns: The first and the last.
    """

    rows: tuple[int, int]
    columns: tuple[int, int]

    @classmethod
    def at(cls, row: int, column: int) -> "Region":
        """Return the region of one place."""
        return cls((row, row), (column, column))


@dataclass(frozen=True)
class Entries:
    """The semantic dictionary of a region: its strongest channels, the strongest first.

    Attributes:
        region: Region that it is about.
        channels: (n,) int64.
        values: (n,) float32, mean activation over the region.
        attributions: (c, n) float32, what the channels add to each logit within the region.
    """

    region: Region
    channels: np.ndarray
    values: np.ndarray
    attributions: np.ndarray


def as_seen(photo: np.ndarray, size: int, name: str) -> np.ndarray:
    """Return a whole photo as the network is shown it, (H, W, 3) uint8.

    Args:
        photo: (h, w, 3) uint8.
        size: Longer side in pixels; smaller photos are enlarged.
        name: Name by which an error calls the photo.

    Raises:
        AtlasError: a side has fewer than 32 pixels, before or after.
    """
    height, width = photo.shape[:2]
    if min(height, width) < LEAST_SIDE:
        raise AtlasError(
            f"The photo '{name}' is {width} × {height} pixels, too small to show anything: give"
            f" one with at least {LEAST_SIDE} pixels a side."
        )
    share = size / max(height, width)
    seen_size = (round(width * share), round(height * share))
    if min(seen_size) < LEAST_SIDE:
        raise AtlasError(
            f"The photo '{name}' of {width} × {height} pixels becomes {seen_size[0]} ×"
            f" {seen_size[1]}, less than {LEAST_SIDE} along one side: crop it, or raise"
            " the size (dictionaries.size, --size)."
        )
    if seen_size == (width, height):
        return photo
    return np.asarray(Image.fromarray(photo).resize(seen_size, Image.Resampling.LANCZOS))


def read(
    network: Network,
    image: np.ndarray,
    classes: Sequence[int] | None = None,
    path_steps: int = 1,
    relaxed_pooling: bool = False,
) -> ImageReading:
    """Return all layers' activations in an image, and the gradients of some logits.

    Threads share the layers, as many as torch is set to; the numbers don't depend on them.

    Args:
        network: All its layers are read.
        image: (H, W, 3) uint8, as :func:`as_seen` gives it.
        classes: Indices; by default the five most probable classes.
        path_steps: As of :func:`gradients`.
        relaxed_pooling: Whether gradients pass max pools by :class:`RelaxedPooling`.

    Raises:
        AtlasError: there is no such class, none is given, or the network does not take images of
            this size.
    """
    rgb = to_rgb(image[None])
    _check_size(network, *image.shape[:2])
    with workers(network, len(network.layers)) as team:
        logits = _logits(network, rgb)
        chosen = _checked(classes, logits)

        def work(layer: str) -> Reading:
            with (
                team.borrowed() as borrowed,
                RelaxedPooling() if relaxed_pooling else nullcontext(),
            ):
                return Reading(*gradients(borrowed, layer, rgb, chosen, path_steps))

        readings = dict(zip(network.layers, team.ahead(work, network.layers)))
    shown = list(chosen)
    return ImageReading(image, chosen, logits[shown], _softmax(logits)[shown], readings)


def strongest(activation: np.ndarray) -> Region:
    """Return the place of a map (h, w, C) whose activation vector is the longest.

    Places on the border, where padding shows, are taken only where there are no others.
    """
    length = np.square(activation.astype(np.float64)).sum(2)
    edge = int(min(length.shape) > 2)
    inner = length[edge : length.shape[0] - edge, edge : length.shape[1] - edge]
    row, column = np.unravel_index(inner.argmax(), inner.shape)
    return Region.at(int(row) + edge, int(column) + edge)


def peak(activation: np.ndarray) -> float:
    """Return the length of the vector at the strongest place of a map (h, w, C)."""
    place = strongest(activation)
    return float(np.linalg.norm(activation[place.rows[0], place.columns[0]]))


def entries(reading: Reading, region: Region | None = None, count: int = 4) -> Entries:
    """Return the semantic dictionary of a place or a region of a layer's map.

    Olah et al. 2018, "The Building Blocks of Interpretability", semantic dictionaries.

    Args:
        reading: Reading of the layer.
        region: Places to take; by default the strongest one.
        count: Channels to return, at most.

    Raises:
        AtlasError: the region lies outside the map, or has no area.
    """
    region = region or strongest(reading.activation)
    _check_region(region, *reading.activation.shape[:2])
    rows, columns = (slice(first, last + 1) for first, last in (region.rows, region.columns))
    activation, gradient = reading.activation[rows, columns], reading.gradient[:, rows, columns]
    values = activation.mean((0, 1), dtype=np.float64).astype(np.float32)
    channels = np.argsort(-values, kind="stable")[:count]
    spoken = by_channel(activation[..., channels], gradient[..., channels])
    return Entries(region, channels, values[channels], spoken)


def _check_region(region: Region, height: int, width: int) -> None:
    sides = (("row", region.rows, height), ("column", region.columns, width))
    for name, (first, last), length in sides:
        if first > last:
            raise AtlasError(
                f"A region from {name} {first} to {name} {last} has no area: give the smaller"
                f" {name} first."
            )
        if first < 0 or last >= length:
            outside = first if first < 0 else last
            raise AtlasError(
                f"The {name} {outside} lies outside the layer's map of {height} rows and {width}"
                f" columns: choose {name}s from 0 to {length - 1}."
            )


def _check_size(network: Network, height: int, width: int) -> None:
    try:
        network.check_size(height, width)
    except AtlasError as error:
        raise AtlasError(
            f"'{network.name}' does not take an image of {width} × {height} pixels: give a photo"
            f" cropped to a square and set the size (dictionaries.size, --size) to"
            f" {network.input_size}, or choose a network that takes images of any shape."
        ) from error


@torch.no_grad()
def _logits(network: Network, rgb: torch.Tensor) -> np.ndarray:
    return network.run(rgb)[1][0].cpu().numpy()


def _checked(classes: Sequence[int] | None, logits: np.ndarray) -> tuple[int, ...]:
    """Return the classes asked for, or the most probable ones."""
    if classes is None:
        return tuple(np.argsort(-logits, kind="stable")[:CLASSES].tolist())
    if not classes:
        raise AtlasError(
            "The list of classes is empty: name at least one, or give no list for the"
            f" {CLASSES} most probable ones."
        )
    for index in classes:
        if not 0 <= index < len(logits):
            raise AtlasError(
                f"Class {index} doesn't exist: the network's classes are 0 to {len(logits) - 1}."
            )
    return tuple(classes)


def _softmax(logits: np.ndarray) -> np.ndarray:
    shares = np.exp(logits.astype(np.float64) - logits.max())
    return (shares / shares.sum()).astype(np.float32)

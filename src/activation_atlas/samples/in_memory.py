"""The samples of images in memory: views in, arrays out."""

from collections.abc import Sequence

import numpy as np

from activation_atlas.errors import AtlasError
from activation_atlas.images.views import Views
from activation_atlas.networks import Network
from activation_atlas.progress import Progress, log
from activation_atlas.samples.arrays import SampleArrays
from activation_atlas.samples.batches import Batch
from activation_atlas.samples.sampling import sampling


def take_samples(
    network: Network,
    layer: str,
    views: Views,
    *,
    seed: int = 0,
    size: int | None = None,
    attribution: bool = False,
) -> SampleArrays:
    """Return one random spatial activation of each view that can be read.

    Where it is taken depends on the seed and the view's key, never on the other views.

    Args:
        network: With `layer`.
        layer: Of the activations.
        views: Of images.
        seed: Of the positions.
        size: Side in pixels that the network sees each view with; by default its own.
        attribution: Whether each is attributed to every class, which takes twice as long.

    Raises:
        AtlasError: the layer is too coarse, no view can be read, or a number is not finite or too
            large.
    """
    count, batch = len(views), network.micro_batch
    pieces = [range(count)[first : first + batch] for first in range(0, count, batch)]
    wanted = {"layers": [layer], "seed": seed, "size": size or network.input_size}
    batches: list[Batch] = []
    with (
        sampling(network, views, pieces, **wanted, attribution=attribution) as sampled,
        Progress("Sampling activations", count, "images") as progress,
    ):
        for rows, found in zip(pieces, sampled):
            batches.append(found)
            progress.advance(len(rows))
    return _joined(layer, batches)


def _joined(layer: str, batches: Sequence[Batch]) -> SampleArrays:
    rows = [row for batch in batches for row in batch.rows]
    skipped = [image for batch in batches for image in batch.skipped]
    for image in skipped:
        log.info("skipped %s: %s", image["key"], image["reason"])
    if not rows:
        reason = f", the first because: {skipped[0]['reason']}" if skipped else ""
        raise AtlasError(f"None of the {len(skipped)} images could be read{reason}.")
    parts = [batch.layers[layer] for batch in batches]
    arrays = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return SampleArrays(layer, np.array(rows, np.int64), **arrays, skipped=skipped)

"""The nearest neighbours of samples, wherever these are kept."""

import numpy as np

from activation_atlas import seeds
from activation_atlas.layout.activations import BLOCK, as_points, refuse_broken, survey
from activation_atlas.layout.search import Search
from activation_atlas.progress import Progress, log
from activation_atlas.samples.arrays import SampleRows
from activation_atlas.settings import MapSettings
from activation_atlas.settings.derived import subset_of


def with_direction(samples: SampleRows, ids: np.ndarray, metric: str) -> np.ndarray:
    """Return those of the samples `ids` (n,) that the metric can compare.

    To cosine, a sample whose channels are all zero has no direction and is left out.

    Raises:
        AtlasError: some hold NaN or infinity, or all are the same.
    """
    if not len(ids):
        return ids
    found = survey(samples, ids, metric)
    refuse_broken(samples, found)
    if metric == "euclidean" or not found.directionless.any():
        return ids
    log.info(
        f"layer {samples.layer}: {np.count_nonzero(found.directionless)} of {len(ids)} samples"
        " are zero in all channels; they have no direction and are left out of cosine maps"
    )
    return ids[~found.directionless]


def neighbours_among(
    samples: SampleRows, ids: np.ndarray, chosen: MapSettings, k: int, seed: int, threads: int
) -> dict[str, np.ndarray]:
    """Return the `k` nearest neighbours of each sample among those that are fitted.

    Args:
        samples: Of one layer.
        ids: (n,) ascending, which of them the map has; more than `k` are fitted.
        chosen: Metric of the map, and how many samples its method lays out.
        k: Neighbours of each.
        seed: Of the choice of fitted samples, and of the search among many.
        threads: That it may take; the result does not depend on them.

    Returns:
        sample (n,) uint32, fitted (n,) bool; index (n, k) int32 into the fitted samples, nearest
        first, a sample itself left out; distance (n, k) float32.
    """
    fitted = _fitted(len(ids), chosen.fit, seed, subset_of(chosen))
    index, distance = _search(samples, ids, fitted, chosen.metric, k, seed, threads)
    return {
        "sample": ids.astype(np.uint32),
        "fitted": fitted,
        "index": index,
        "distance": distance,
    }


def _fitted(count: int, most: int, seed: int, subset: str) -> np.ndarray:
    order = seeds.generator(seed, "fit", subset).permutation(count)
    fitted = np.zeros(count, bool)
    fitted[order[:most]] = True
    return fitted


def _search(
    samples: SampleRows,
    ids: np.ndarray,
    fitted: np.ndarray,
    metric: str,
    k: int,
    seed: int,
    threads: int,
) -> tuple[np.ndarray, np.ndarray]:
    def points(part: np.ndarray) -> np.ndarray:
        return as_points(samples.rows("activation", part), metric)

    index = np.empty((len(ids), k), np.int32)
    distance = np.empty((len(ids), k), np.float32)
    number = seeds.integer(seed, "neighbours", samples.layer)
    label = f"neighbours of {samples.layer}"
    with Progress(label, len(ids), "samples") as progress:
        search = Search(points(ids[fitted]), metric, k, number, threads)
        index[fitted], distance[fitted] = search.among()
        progress.advance(np.count_nonzero(fitted))
        rest = np.flatnonzero(~fitted)
        for start in range(0, len(rest), BLOCK):
            part = rest[start : start + BLOCK]
            index[part], distance[part] = search.of(points(ids[part]))
            progress.advance(len(part))
    return index, distance

"""Places in the plane for samples whose neighbours are known, and how faithful they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from activation_atlas import seeds
from activation_atlas.errors import AtlasError
from activation_atlas.layout.activations import as_points
from activation_atlas.layout.nearest import neighbours_among
from activation_atlas.layout.normalize import normalize
from activation_atlas.layout.quality import recall, trust
from activation_atlas.layout.unfitted import place
from activation_atlas.samples.arrays import SampleRows
from activation_atlas.settings import MapSettings
from activation_atlas.settings.derived import neighbours_of

ROWS = 65_536
MEASURED = 3_000
DECIMALS = 4


class Rows(Protocol):
    """An array, in memory or on disk; a slice of it is in memory."""

    def __getitem__(self, rows: slice) -> np.ndarray: ...


@dataclass(frozen=True)
class Layout:
    """Where the n samples of a map lie.

    Attributes:
        sample: (n,) uint32, ascending: which samples these are.
        xy: (n, 2) float32 as the method gives it.
        unit: (n, 2) float32 in the map, (x, y) in [0, 1] where inside; y grows downward.
        inside: (n,) bool; the others are outliers and belong to no cell.
        quality: How faithful the places are, JSON values.
    """

    sample: np.ndarray
    xy: np.ndarray
    unit: np.ndarray
    inside: np.ndarray
    quality: dict[str, float]


def lay_out_samples(
    samples: SampleRows,
    ids: np.ndarray,
    chosen: MapSettings,
    *,
    name: str,
    seed: int = 0,
    threads: int = 1,
) -> Layout:
    """Return the places of samples by a map's method: neighbours, places, unit square.

    Args:
        samples: Of one layer.
        ids: (n,) ascending, which of them are laid out; see :func:`among.with_direction`.
        chosen: Settings of the map.
        name: Of the map: with the seed and the layer it decides the random numbers.
        seed: Of the run.
        threads: Of the search for neighbours; the result does not depend on them.

    Raises:
        AtlasError: there are too few samples for the neighbours, or no finite places are found.
    """
    k, fitted = neighbours_of(chosen), min(len(ids), chosen.fit)
    if k >= fitted:
        raise AtlasError(
            f"The layout needs {k} neighbours of each sample, but there are only {fitted} samples:"
            " lower neighbours and perplexity, or take more images, or more crops of each."
        )
    near = neighbours_among(samples, ids, chosen, k, seed, threads)
    return places_of(samples, near, chosen, name, seed)


def places_of(
    samples: SampleRows, near: Mapping[str, Rows], chosen: MapSettings, name: str, seed: int
) -> Layout:
    """Return the places of samples whose neighbours are known.

    Args:
        samples: Of one layer.
        near: What :func:`neighbours_among` returns, in memory or on disk; see there.
        chosen: Settings of the map.
        name: Of the map.
        seed: Of the run.

    Raises:
        AtlasError: the method gave no finite places.
    """
    ids, fitted = near["sample"][:], near["fitted"][:]
    points = as_points(samples.rows("activation", ids[fitted]), chosen.metric)
    index, distance = _rows_of(near, fitted)
    number = seeds.integer(seed, chosen.method, samples.layer, name)
    xy = np.empty((len(ids), 2), np.float32)
    xy[fitted] = _method(chosen)(points, index, distance, chosen, number)
    if not np.isfinite(xy[fitted]).all():
        raise AtlasError(
            f"{chosen.method} gave no finite places in map '{name}' of layer '{samples.layer}':"
            f" try a smaller maps.{name}.learning_rate or other neighbours."
        )
    _place_rest(xy, near, fitted, chosen)
    unit, inside = normalize(xy, chosen.percentiles, chosen.margin)
    rng = seeds.generator(seed, "quality", samples.layer, name)
    quality = {
        **_quality(points, index[:, : chosen.neighbours], xy[fitted], inside, chosen, rng),
        **_quality_of_placed(samples, ids[~fitted], xy[~fitted], chosen, rng),
    }
    return Layout(ids, xy, unit, inside, quality)


def _method(chosen: MapSettings) -> Callable[..., np.ndarray]:
    if chosen.method == "umap":
        from activation_atlas.layout.umap_layout import umap_layout

        return umap_layout
    from activation_atlas.layout.tsne import tsne_layout

    return tsne_layout


def _rows_of(near: Mapping[str, Rows], rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the neighbours of the samples where `rows` (n,) is true, read block by block."""
    found = []
    for start in range(0, len(rows), ROWS):
        part = slice(start, start + ROWS)
        found.append((near["index"][part][rows[part]], near["distance"][part][rows[part]]))
    return tuple(np.concatenate(arrays) for arrays in zip(*found))


def _place_rest(
    xy: np.ndarray, near: Mapping[str, Rows], fitted: np.ndarray, chosen: MapSettings
) -> None:
    """Fill the rows of `xy` (n, 2) that were not fitted, block by block."""
    places = xy[fitted]
    for start in range(0, len(xy), ROWS):
        part = slice(start, start + ROWS)
        rest = ~fitted[part]
        if rest.any():
            index = near["index"][part][rest, : chosen.neighbours]
            distance = near["distance"][part][rest, : chosen.neighbours]
            xy[part][rest] = place(index, distance, places)


def _quality(
    points: np.ndarray,
    index: np.ndarray,
    xy: np.ndarray,
    inside: np.ndarray,
    chosen: MapSettings,
    rng: np.random.Generator,
) -> dict:
    """Measure the fitted places on at most 3,000 samples, and the outliers on all."""
    rows = np.sort(rng.permutation(len(points))[:MEASURED])
    measures = {
        "trustworthiness": trust(points[rows], xy[rows], chosen.neighbours, chosen.metric),
        "neighbour_recall": recall(index[rows], rows, xy),
        "outlier_share": float(np.mean(~inside)),
    }
    rounded = {name: round(value, DECIMALS) for name, value in measures.items()}
    counts = {"neighbours": chosen.neighbours, "measured": len(rows)}
    return rounded | counts | {"samples": len(inside), "fitted": len(points)}


def _quality_of_placed(
    samples: SampleRows,
    ids: np.ndarray,
    xy: np.ndarray,
    chosen: MapSettings,
    rng: np.random.Generator,
) -> dict:
    """Measure the other places `xy` (n, 2) as the fitted ones are, where there are enough."""
    if len(ids) <= 2 * chosen.neighbours:
        return {}
    rows = np.sort(rng.permutation(len(ids))[:MEASURED])
    points = as_points(samples.rows("activation", ids[rows]), chosen.metric)
    placed = trust(points, xy[rows], chosen.neighbours, chosen.metric)
    return {"trustworthiness_placed": round(placed, DECIMALS)}

"""One map of one layer: places of its samples, how faithful they are, and a picture."""

import json
from pathlib import Path

import numpy as np
import zarr

from activation_atlas import seeds, stores
from activation_atlas.errors import AtlasError
from activation_atlas.images import open_catalogue
from activation_atlas.job import Job
from activation_atlas.layout.activations import as_points
from activation_atlas.layout.normalize import normalize
from activation_atlas.layout.place import place
from activation_atlas.layout.plot import plot_points
from activation_atlas.layout.quality import recall, trust
from activation_atlas.paths import (
    layout_path,
    neighbours_path,
    network_path,
    plot_path,
    quality_path,
)
from activation_atlas.progress import log
from activation_atlas.samples import Samples, open_samples
from activation_atlas.settings import MapSettings, RunSettings
from activation_atlas.settings.derived import subset_of

ROWS = 65_536
MEASURED = 3_000
PLOTTED = 20_000
DECIMALS = 4


def lay_out(job: Job, layer: str, map_name: str) -> dict:
    """Lay out the samples of one map by its method; return the manifest.

    Writes ``layout/<layer>/<map>.zarr``: sample (n,) uint32, ascending; xy (n, 2) float32 as
    the method gives it; unit (n, 2) float32 in the map, [0, 1] where inside; inside (n,) bool;
    and beside it ``<map>.quality.json`` and the plot ``<map>.png``.

    Raises:
        AtlasError: the neighbours are not there, the method gave no places, or the disk is full.
    """
    run, settings = job.run, job.settings
    chosen = settings.maps[map_name]
    samples = open_samples(run, layer)
    source = neighbours_path(run, layer, subset_of(chosen))
    target = layout_path(run, layer, map_name)
    beside = (quality_path(run, layer, map_name), plot_path(run, layer, map_name))
    if stores.is_sealed(target, job.made_by) and all(path.exists() for path in beside):
        return stores.manifest(target)
    stores.remove(target)
    near = stores.read(source)
    ids, fitted = near["sample"][:], near["fitted"][:]
    points = as_points(samples.rows("activation", ids[fitted]), chosen.metric)
    index, distance = _rows_of(near, fitted, chosen)
    number = seeds.integer(settings.seed, chosen.method, layer, map_name)
    xy = np.empty((len(ids), 2), np.float32)
    xy[fitted] = _method(chosen)(points, index, distance, chosen, number)
    if not np.isfinite(xy[fitted]).all():
        raise AtlasError(
            f"{chosen.method} gave no finite places in map '{map_name}' of layer '{layer}': try a"
            f" smaller maps.{map_name}.learning_rate or other neighbours."
        )
    _place_rest(xy, near, fitted, chosen)
    unit, inside = normalize(xy, chosen.percentiles, chosen.margin)
    rng = seeds.generator(settings.seed, "quality", layer, map_name)
    quality = {
        **_quality(points, index[:, : chosen.neighbours], xy[fitted], inside, chosen, rng),
        **_quality_of_placed(samples, ids[~fitted], xy[~fitted], chosen, rng),
    }
    log.info(f"{map_name} of {layer}: " + ", ".join(f"{k} {v}" for k, v in quality.items()))
    stores.write_file(beside[0], (json.dumps(quality, indent=1, sort_keys=True) + "\n").encode())
    _plot(run, samples, map_name, settings, ids, unit, inside)
    arrays = {"sample": ids, "xy": xy, "unit": unit, "inside": inside}
    return stores.write(target, arrays, job.made_by)  # last: what lies beside it is then whole


def _method(chosen: MapSettings):  # noqa: ANN202
    if chosen.method == "umap":
        from activation_atlas.layout.umap_layout import umap_layout

        return umap_layout
    from activation_atlas.layout.tsne import tsne_layout

    return tsne_layout


def _rows_of(
    near: zarr.Group, rows: np.ndarray, chosen: MapSettings
) -> tuple[np.ndarray, np.ndarray]:
    """Return the neighbours of the samples where `rows` (n,) is true, read block by block."""
    found = []
    for start in range(0, len(rows), ROWS):
        part = slice(start, start + ROWS)
        found.append((near["index"][part][rows[part]], near["distance"][part][rows[part]]))
    return tuple(np.concatenate(arrays) for arrays in zip(*found))


def _place_rest(xy: np.ndarray, near: zarr.Group, fitted: np.ndarray, chosen: MapSettings) -> None:
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
    samples: Samples,
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


def _plot(
    run: Path,
    samples: Samples,
    map_name: str,
    settings: RunSettings,
    ids: np.ndarray,
    unit: np.ndarray,
    inside: np.ndarray,
) -> None:
    rng = seeds.generator(settings.seed, "plot", samples.layer, map_name)
    shown = np.sort(rng.permutation(np.flatnonzero(inside))[:PLOTTED])
    names = _names(run, samples, settings, ids[shown])
    method = settings.maps[map_name].method.replace("umap", "UMAP").replace("tsne", "t-SNE")
    title = f"{settings.network.name}, {samples.layer}, {method}"
    picture = plot_points(unit[shown], names, title)
    stores.write_file(plot_path(run, samples.layer, map_name), picture)


def _names(run: Path, samples: Samples, settings: RunSettings, ids: np.ndarray) -> list[str]:
    """Return what colours each sample: its top class's family, or else its image's group."""
    families = stores.manifest(network_path(run))["families"]
    if families and samples.classes is not None:
        top = samples.rows("attribution", ids).argmax(axis=1)
        return [families[index] or "no family" for index in top]
    catalogue = open_catalogue(run, settings.images)
    return [catalogue.group(int(image)) for image in samples.rows("image", ids)]

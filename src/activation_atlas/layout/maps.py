"""One map of one layer: places of its samples, how faithful they are, and a picture."""

import json
from pathlib import Path

import numpy as np

from activation_atlas import seeds, stores
from activation_atlas.images import open_catalogue
from activation_atlas.job import Job
from activation_atlas.layout.places import Layout, places_of
from activation_atlas.layout.plot import plot_points
from activation_atlas.paths import (
    layout_path,
    neighbours_path,
    network_path,
    plot_path,
    quality_path,
)
from activation_atlas.progress import log
from activation_atlas.samples import Samples, open_samples
from activation_atlas.settings import RunSettings
from activation_atlas.settings.derived import subset_of

PLOTTED = 20_000


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
    made = places_of(samples, stores.read(source), chosen, map_name, settings.seed)
    log.info(f"{map_name} of {layer}: " + ", ".join(f"{k} {v}" for k, v in made.quality.items()))
    told = json.dumps(made.quality, indent=1, sort_keys=True) + "\n"
    stores.write_file(beside[0], told.encode())
    _plot(run, samples, map_name, settings, made)
    arrays = {name: getattr(made, name) for name in ("sample", "xy", "unit", "inside")}
    return stores.write(target, arrays, job.made_by)  # last: what lies beside it is then whole


def _plot(run: Path, samples: Samples, map_name: str, settings: RunSettings, made: Layout) -> None:
    rng = seeds.generator(settings.seed, "plot", samples.layer, map_name)
    shown = np.sort(rng.permutation(np.flatnonzero(made.inside))[:PLOTTED])
    names = _names(run, samples, settings, made.sample[shown])
    method = settings.maps[map_name].method.replace("umap", "UMAP").replace("tsne", "t-SNE")
    title = f"{settings.network.name}, {samples.layer}, {method}"
    picture = plot_points(made.unit[shown], names, title)
    stores.write_file(plot_path(run, samples.layer, map_name), picture)


def _names(run: Path, samples: Samples, settings: RunSettings, ids: np.ndarray) -> list[str]:
    """Return what colours each sample: its top class's family, or else its image's group."""
    families = stores.manifest(network_path(run))["families"]
    if families and samples.classes is not None:
        top = samples.rows("attribution", ids).argmax(axis=1)
        return [families[index] or "no family" for index in top]
    catalogue = open_catalogue(run, settings.images)
    return [catalogue.group(int(image)) for image in samples.rows("image", ids)]

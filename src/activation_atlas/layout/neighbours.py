"""The nearest neighbours of the sampled activations: one search for all maps of a subset."""

from pathlib import Path

import numpy as np

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.job import Job
from activation_atlas.layout.nearest import neighbours_among, with_direction
from activation_atlas.paths import neighbours_path, network_path
from activation_atlas.progress import log
from activation_atlas.samples import Samples, open_samples
from activation_atlas.settings import MapSettings
from activation_atlas.settings.derived import maps_of, neighbours_of


def find_neighbours(job: Job, layer: str, subset: str) -> dict:
    """Find the neighbours that all maps of `subset` need; return the manifest.

    Writes ``neighbours/<layer>/<subset>.zarr``: sample (n,) uint32, ascending; fitted (n,) bool;
    index (n, k) int32 into the fitted samples, nearest first, a sample itself left out;
    distance (n, k) float32. With the cosine metric a sample whose channels are all zero has no
    direction and is left out. `subset` comes from :func:`subset_of`.

    Raises:
        AtlasError: too few samples, NaN or constant activations, an unknown class, or a map of
            a class without attribution.
    """
    run, settings = job.run, job.settings
    maps = maps_of(subset, settings)
    name, chosen = next(iter(maps.items()))
    samples = open_samples(run, layer)
    spoken = None if chosen.class_ is None else _class_of(run, name, maps, samples)
    k = max(neighbours_of(one) for one in maps.values())
    target = neighbours_path(run, layer, subset)
    made_by = job.made_by | {"class": spoken}
    if stores.is_sealed(target, made_by):
        return stores.manifest(target)
    ids = _choose(samples, spoken, chosen.samples)
    ids = with_direction(samples, ids, chosen.metric)
    fitted = min(len(ids), chosen.fit)
    _refuse_few(maps, layer, fitted)
    log.info(f"neighbours of {layer}, {subset}: {k} among {fitted} samples")
    arrays = neighbours_among(samples, ids, chosen, k, settings.seed, job.threads)
    return stores.write(target, arrays, made_by)


def _class_of(run: Path, name: str, maps: dict[str, MapSettings], samples: Samples) -> int:
    if samples.classes is None:
        raise AtlasError(
            f"Map '{name}' is of one class, but these samples have no attribution to classes:"
            " set samples.attribution to true and sample again, or remove the map."
        )
    from activation_atlas.networks.labels import class_number  # it loads torch: for classes alone

    names = stores.manifest(network_path(run))["classes"]
    indices = {class_number(one.class_, names) for one in maps.values()}
    if len(indices) > 1:
        raise AtlasError(
            f"The classes of maps {', '.join(maps)} differ in signs or case only: give their"
            " indices instead."
        )
    return indices.pop()


def _choose(samples: Samples, spoken: int | None, most: int) -> np.ndarray:
    """Return ascending ids: all samples, or those that speak most for a class."""
    if spoken is None:
        return np.arange(samples.count)
    said = samples.array("attribution")[:, spoken].compute(scheduler="synchronous")
    if not np.isfinite(said).all():
        raise AtlasError(
            f"Attributions of layer '{samples.layer}' to class {spoken} hold NaN or infinity: set"
            " device.dtype to float32 and sample again."
        )
    ranked = np.argsort(-said.astype(np.float32), kind="stable")[:most]
    return np.sort(ranked[said[ranked] > 0])


def _refuse_few(maps: dict[str, MapSettings], layer: str, fitted: int) -> None:
    for name, chosen in maps.items():
        need = neighbours_of(chosen)
        if need < fitted:
            continue
        if need > chosen.neighbours:
            lower = f"lower maps.{name}.perplexity below {fitted / 3:.1f}"
        else:
            lower = f"lower maps.{name}.neighbours below {fitted}"
        if chosen.fit <= need:
            more = f"raise maps.{name}.fit above {need}"
        elif chosen.class_ is not None:
            more = f"raise maps.{name}.samples or take more images that show this class"
        else:
            more = "take more images, or more crops of each (images.crops)"
        raise AtlasError(
            f"Map '{name}' needs {need} neighbours of each sample, but layer '{layer}' has only"
            f" {fitted} samples for it: {lower}, or {more}."
        )

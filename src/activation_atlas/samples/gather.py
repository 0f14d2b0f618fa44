"""The samples of all parts as one: the index and the moments of each layer."""

from collections.abc import Mapping
from contextlib import suppress

import dask
import dask.array as da
import numpy as np
from threadpoolctl import threadpool_limits

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.images import open_catalogue
from activation_atlas.job import Job
from activation_atlas.paths import index_path, moments_path, samples_part_path
from activation_atlas.progress import log
from activation_atlas.samples.plan import Plan, make_plan, stored_as
from activation_atlas.samples.store import Samples
from activation_atlas.scheduler import client_of

BLOCK = 4096
"""Samples added up at once; fixed, so that the sums depend on nothing but the samples."""
FAN_IN = 8
TOP = 10
"""Predicted classes with a lower rank count as found."""


def gather(job: Job) -> dict[str, dict]:
    """Write ``samples/<layer>/index.json`` and the moments of each layer; return the indices.

    The moments are of all n samples h, in float64: ``mean`` (C,), ``second`` (C, C), the uncentred
    second moment E[h hᵀ], and ``count`` (1,). The index says how many channels are ``dead`` (zero
    in every sample) and the ``condition`` number of the others' second moment, None where it is
    singular; and as ``agreement`` how well attributions name what the network predicts, None
    without them: ``median_rank`` of the predicted class in the attribution, 0 at best, and
    ``top_10``, the share of samples where at most nine classes stand before it.

    Raises:
        AtlasError: shards are missing or differ in precision, or no image could be read.
    """
    plan = make_plan(job, open_catalogue(job.run, job.settings.images))
    listed = _listed(job)
    with dask.config.set(num_workers=job.threads):
        return {layer: _gather_layer(job, plan, layer, listed) for layer in plan.layers}


def _gather_layer(job: Job, plan: Plan, layer: str, listed: Mapping[str, str]) -> dict:
    records = _records(plan, layer, listed)
    count = sum(record["count"] for record in records)
    skipped = [image for record in records for image in record["skipped"]]
    if not count:
        raise AtlasError(
            f"None of the {len(skipped)} images could be read, the first because:"
            f" {skipped[0]['reason']}; check images.path."
        )
    digest = stores.digest_of([record["digest"] for record in records])
    samples = _samples(plan, layer, records, digest)
    index = {
        "channels": samples.channels,
        **_write_moments(job, samples),
        "agreement": None if samples.classes is None else agreement(samples),
        "shards": [
            {"name": f"{shard:05d}", "count": record["count"]}
            for shard, record in zip(plan.shards, records)
        ],
        "count": count,
        "skipped": skipped,
        "classes": samples.classes,
        "digest": digest,
    }
    path = index_path(plan.job.run, layer)
    listed = f" (listed in {stores.manifest_path(path)})" if skipped else ""
    log.info("%s: %d samples, %d images skipped%s", layer, count, len(skipped), listed)
    return stores.write_manifest(path, index, _made_by(job, samples))


def agreement(samples: Samples) -> dict[str, float]:
    """Return median and upper share of the ranks that attributions give to the predictions."""
    ranks = samples.array("rank")
    # Counted, since there are fewer classes than samples.
    counts = da.bincount(ranks, minlength=samples.classes, split_every=FAN_IN).compute()
    middle = [(samples.count - 1) // 2, samples.count // 2]
    return {
        "median_rank": float(np.searchsorted(np.cumsum(counts), middle, side="right").mean()),
        f"top_{TOP}": round(float(counts[:TOP].sum() / samples.count), 4),
    }


def moments(samples: Samples, scheduler: str | None = None) -> dict[str, np.ndarray]:
    """Return ``mean`` (C,), ``second`` (C, C) and ``count`` (1,) of all samples; see `gather`.

    They are summed up in threads or, the same to the last bit, at the address of a dask scheduler.

    Raises:
        AtlasError: the scheduler is not there or is lost; see :func:`scheduler.client_of`.
    """
    blocks = samples.array("activation").rechunk((BLOCK, -1)).astype(np.float64)
    total, second = _compute(
        [blocks.sum(axis=0, split_every=FAN_IN), second_moment(blocks)], scheduler
    )
    return {
        "mean": total / samples.count,
        "second": second / samples.count,
        "count": np.array([samples.count], np.int64),
    }


def second_moment(blocks: da.Array) -> da.Array:
    """Return the sum of h hᵀ over the rows h of (n, C) float64, to be computed, (C, C)."""
    channels = blocks.shape[1]
    products = blocks.map_blocks(
        lambda block: (block.T @ block)[None],
        dtype=np.float64,
        new_axis=1,
        chunks=((1,) * blocks.numblocks[0], (channels,), (channels,)),
    )
    return products.sum(axis=0, split_every=FAN_IN)


def _listed(job: Job) -> dict[str, str]:
    """Return the digests of all shards that the parts say are done."""
    listed: dict[str, str] = {}
    for part in range(job.settings.parts.samples):
        with suppress(AtlasError):  # its shards are then told to be missing
            listed |= stores.manifest(samples_part_path(job.run, part))["stores"]
    return listed


def _record(plan: Plan, layer: str, shard: int, listed: Mapping[str, str]) -> dict | None:
    """Return the manifest of a shard, None where it is not the one that its part says is done."""
    try:
        record = stores.manifest(plan.path(layer, shard))
    except AtlasError:
        return None
    return record if record["digest"] == listed.get(stored_as(layer, shard)) else None


def _records(plan: Plan, layer: str, listed: Mapping[str, str]) -> list[dict]:
    records = [_record(plan, layer, shard, listed) for shard in plan.shards]
    missing = [shard for shard, record in zip(plan.shards, records) if record is None]
    if missing:
        names = ", ".join(f"{shard:05d}" for shard in missing[:5])
        raise AtlasError(
            f"{len(missing)} of {len(records)} shards in {plan.path(layer, 0).parent} are missing"
            f" or were made with other settings ({names}, …): sample all parts first."
        )
    found = {record["made_by"]["dtype"] for record in records}
    if len(found) > 1:
        raise AtlasError(
            f"Some shards were computed in {' and some in '.join(sorted(found))}: set device.dtype"
            " to one of them and sample again."
        )
    return records


def _samples(plan: Plan, layer: str, records: list[dict], digest: str) -> Samples:
    arrays = records[0]["arrays"]
    spoken = arrays.get("attribution")
    held = [shard for shard, record in zip(plan.shards, records) if record["count"]]
    counts = [records[shard]["count"] for shard in held]
    return Samples(
        layer=layer,
        channels=arrays["activation"]["shape"][1],
        classes=None if spoken is None else spoken["shape"][1],
        shards=[plan.path(layer, shard) for shard in held],
        offsets=np.cumsum([0, *counts], dtype=np.int64),
        digest=digest,
    )


def _write_moments(job: Job, samples: Samples) -> dict:
    path, made_by = moments_path(job.run, samples.layer), _made_by(job, samples)
    if stores.is_sealed(path, made_by):
        return _condition(stores.read(path)["second"][...])
    arrays = moments(samples, job.settings.scheduler)
    stores.write(path, arrays, made_by)
    found = _condition(arrays["second"])
    log.info(
        "%s: second moment's condition number %s, %d dead channels",
        samples.layer,
        found["condition"] or "infinite",
        found["dead"],
    )
    return found


def _made_by(job: Job, samples: Samples) -> dict[str, object]:
    """Return what decides a layer's index and moments; other layers that join leave them alone."""
    own = {"of": {"layer": samples.layer}, "inputs": {"samples": samples.digest}}
    return job.made_by | own


def _compute(arrays: list[da.Array], scheduler: str | None) -> tuple[np.ndarray, ...]:
    if scheduler is None:
        # BLAS on one thread: dask's threads have the cores, and the sums keep their order.
        with threadpool_limits(1):
            return dask.compute(*arrays, scheduler="threads")
    with client_of(scheduler) as client:
        return tuple(future.result() for future in client.compute(arrays))


def _condition(second: np.ndarray) -> dict:
    alive = np.diag(second) > 0
    if not alive.any():
        return {"dead": len(second), "condition": None}
    values = np.linalg.eigvalsh(second[np.ix_(alive, alive)])
    singular = values[0] <= values[-1] * np.finfo(np.float64).eps * len(values)
    condition = None if singular else float(f"{values[-1] / values[0]:.3g}")
    return {"dead": int((~alive).sum()), "condition": condition}

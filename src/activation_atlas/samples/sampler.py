"""Sampling: images through the network, one activation of each layer kept of every image."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch

from activation_atlas import stores
from activation_atlas.images import Catalogue, open_catalogue
from activation_atlas.networks import Network, Workers, load_network, workers
from activation_atlas.networks.device import resolve
from activation_atlas.progress import Progress, log
from activation_atlas.samples.attribution import forward_mode, separable
from activation_atlas.samples.batches import Batch, Sampler
from activation_atlas.samples.plan import Plan, make_plan
from activation_atlas.samples.store import part_path, record_path, shard_path
from activation_atlas.settings import RunSettings


def sample_part(run: Path, settings: RunSettings, part: int) -> dict:
    """Sample the shards of one part, but for those already whole; return the part's manifest.

    It takes as many threads as torch is set to.

    Raises:
        AtlasError: the catalogue or the network is missing, a layer is too coarse, a number is not
            finite or too large, or the disk is full. Finished shards stay.
    """
    catalogue = open_catalogue(run, settings.images)
    plan = make_plan(run, settings, catalogue)
    dtype = str(resolve(settings.device).dtype).removeprefix("torch.")
    mine = plan.part(part, settings.parts.samples)
    missing = [shard for shard in mine if not plan.is_done(shard, dtype)]
    if len(missing) < len(mine):
        log.info("%d of %d shards are already sampled", len(mine) - len(missing), len(mine))
    if missing:
        network = load_network(settings.network, settings.device, settings.network.layers)
        with forward_mode():
            sampler = _sampler(network, catalogue, settings)
            pieces = plan.pieces(missing, sampler.batch)
            with workers(network, len(pieces)) as team:
                results = team.ahead(partial(_sampled, sampler, team), [rows for _, rows in pieces])
                _seal_shards(plan, pieces, results, dtype)
    return _seal_part(plan, mine, part, settings.parts.samples, dtype)


@torch.no_grad()
def _sampler(network: Network, catalogue: Catalogue, settings: RunSettings) -> Sampler:
    size = catalogue.size
    return Sampler(
        catalogue=catalogue,
        seed=settings.seed,
        size=size,
        batch=network.micro_batch,
        shapes=network.shapes_at(size),
        together=separable(network, size) if settings.samples.attribution else None,
    )


def _sampled(sampler: Sampler, team: Workers, rows: range) -> Batch:
    images, batch = sampler.read(rows)
    with team.borrowed() as network:
        return sampler.take(network, images, batch)


def _seal_shards(
    plan: Plan, pieces: Sequence[tuple[int, range]], results: Iterable[Batch], dtype: str
) -> None:
    """Write each shard once the batches of all its pieces have come."""
    total, skipped = sum(len(rows) for _, rows in pieces), 0
    batches: list[Batch] = []
    with Progress("Sampling activations", total, "images") as progress:
        for (shard, rows), batch in zip(pieces, results, strict=True):
            for image in batch.skipped:
                log.info("skipped %s: %s", image["key"], image["reason"])
            skipped += len(batch.skipped)
            batches.append(batch)
            if rows.stop == plan.rows_of(shard).stop:
                _seal_shard(plan, shard, dtype, batches)
                batches = []
            progress.advance(len(rows), f"{skipped} unreadable" if skipped else "")


def _seal_shard(plan: Plan, shard: int, dtype: str, batches: Sequence[Batch]) -> None:
    made_by = plan.made_by_of(shard, dtype)
    images = np.array([row for batch in batches for row in batch.rows], np.uint32)
    digests = {}
    for layer in plan.layers:
        parts = [batch.layers[layer] for batch in batches]
        arrays = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        path = shard_path(plan.run, layer, shard)
        digests[layer] = stores.write(path, arrays | {"image": images}, made_by)["digest"]
    content = {
        "count": len(images),
        "skipped": [image for batch in batches for image in batch.skipped],
        "digests": digests,
    }
    stores.write_manifest(record_path(plan.run, shard), content, made_by)


def _seal_part(plan: Plan, shards: Sequence[int], part: int, parts: int, dtype: str) -> dict:
    records = {shard: stores.manifest(record_path(plan.run, shard)) for shard in shards}
    content = {
        "shards": [
            {"name": f"{shard:05d}", "count": record["count"]} for shard, record in records.items()
        ],
        "skipped": [image for record in records.values() for image in record["skipped"]],
    }
    made_by = {**plan.made_by, "part": part, "parts": parts, "dtype": dtype}
    return stores.write_manifest(part_path(plan.run, part), content, made_by)

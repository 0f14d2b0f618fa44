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
from activation_atlas.networks.dtype import dtype_name
from activation_atlas.progress import Progress, log
from activation_atlas.samples.attribution import forward_mode, separable
from activation_atlas.samples.batches import Batch, Sampler
from activation_atlas.samples.plan import Plan, make_plan
from activation_atlas.samples.store import part_path, shard_path
from activation_atlas.settings import RunSettings


def sample_part(run: Path, settings: RunSettings, part: int) -> dict:
    """Sample the shards of one part, but for those already whole; return the part's manifest.

    Layers whose shards are all whole are not computed: a layer that joins a run is sampled alone.
    It takes as many threads as torch is set to.

    Raises:
        AtlasError: the catalogue or the network is missing, a layer is too coarse, a number is not
            finite or too large, or the disk is full. Finished shards stay.
    """
    catalogue = open_catalogue(run, settings.images)
    plan = make_plan(run, settings, catalogue)
    dtype = dtype_name(resolve(settings.device).dtype)
    mine = plan.part(part, settings.parts.samples)
    missing = {
        layer: {shard for shard in mine if not plan.is_done(layer, shard, dtype)}
        for layer in plan.layers
    }
    for layer, shards in missing.items():
        if len(shards) < len(mine):
            whole = len(mine) - len(shards)
            log.info("%s: %d of %d shards are already sampled", layer, whole, len(mine))
    layers = [layer for layer, shards in missing.items() if shards]
    if layers:
        network = load_network(settings.network, settings.device, layers)
        with forward_mode():
            sampler = _sampler(network, catalogue, settings)
            pieces = plan.pieces(sorted(set.union(*missing.values())), sampler.batch)
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
    """Write what is missing of each shard once the batches of all its pieces have come."""
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
    images = np.array([row for batch in batches for row in batch.rows], np.uint32)
    skipped = [image for batch in batches for image in batch.skipped]
    facts = {"count": len(images), "skipped": skipped}
    for layer in batches[0].layers:
        if plan.is_done(layer, shard, dtype):
            continue
        parts = [batch.layers[layer] for batch in batches]
        arrays = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        made_by = plan.made_by_of(layer, shard, dtype)
        path = shard_path(plan.run, layer, shard)
        stores.write(path, arrays | {"image": images}, made_by, facts)


def _seal_part(plan: Plan, shards: Sequence[int], part: int, parts: int, dtype: str) -> dict:
    digests = {
        layer: [stores.manifest(shard_path(plan.run, layer, shard))["digest"] for shard in shards]
        for layer in plan.layers
    }
    content = {
        "layers": plan.layers,
        "shards": [f"{shard:05d}" for shard in shards],
        "digest": stores.digest_of(digests),
    }
    made_by = {**plan.made_by, "part": part, "parts": parts, "dtype": dtype}
    return stores.write_manifest(part_path(plan.run, part), content, made_by)

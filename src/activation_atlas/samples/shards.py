"""The samples of one part of a run: its shards, sealed one after another."""

from collections.abc import Iterable, Sequence

import numpy as np

from activation_atlas import stores
from activation_atlas.images import open_catalogue
from activation_atlas.job import Job
from activation_atlas.networks import load_network
from activation_atlas.progress import Progress, log
from activation_atlas.samples.batches import Batch
from activation_atlas.samples.plan import Plan, make_plan
from activation_atlas.samples.sampling import sampling


def sample_part(job: Job, part: int) -> dict:
    """Sample the shards of one part, but for those already whole; return the part's manifest.

    Layers whose shards are all whole are not computed: a layer that joins a run is sampled alone.
    It takes as many threads as torch is set to.

    Raises:
        AtlasError: the catalogue or the network is missing, a layer is too coarse, a number is not
            finite or too large, or the disk is full. Finished shards stay.
    """
    settings = job.settings
    catalogue = open_catalogue(job.run, settings.images)
    plan = make_plan(job, catalogue)
    mine = plan.part(part, settings.parts.samples)
    missing = {
        layer: {shard for shard in mine if not plan.is_done(layer, shard)} for layer in plan.layers
    }
    for layer, shards in missing.items():
        if len(shards) < len(mine):
            whole = len(mine) - len(shards)
            log.info("%s: %d of %d shards are already sampled", layer, whole, len(mine))
    layers = [layer for layer, shards in missing.items() if shards]
    if layers:
        network = load_network(settings.network, settings.device, layers)
        pieces = plan.pieces(sorted(set.union(*missing.values())), network.micro_batch)
        with sampling(
            network,
            catalogue,
            [rows for _, rows in pieces],
            layers=layers,
            seed=settings.seed,
            size=catalogue.size,
            attribution=settings.samples.attribution,
        ) as results:
            _seal_shards(plan, pieces, results)
    return plan.seal_part(part, mine)


def _seal_shards(plan: Plan, pieces: Sequence[tuple[int, range]], results: Iterable[Batch]) -> None:
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
                _seal_shard(plan, shard, batches)
                batches = []
            progress.advance(len(rows), f"{skipped} unreadable" if skipped else "")


def _seal_shard(plan: Plan, shard: int, batches: Sequence[Batch]) -> None:
    images = np.array([row for batch in batches for row in batch.rows], np.uint32)
    skipped = [image for batch in batches for image in batch.skipped]
    facts = {"count": len(images), "skipped": skipped}
    for layer in batches[0].layers:
        if plan.is_done(layer, shard):
            continue
        parts = [batch.layers[layer] for batch in batches]
        arrays = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        path = plan.path(layer, shard)
        stores.write(path, arrays | {"image": images}, plan.made_by(layer, shard), facts)

"""Sampling: images through the network, one activation of each layer kept of every image."""

import copy
import queue
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch.autograd import forward_ad

from activation_atlas import stores
from activation_atlas.images import Catalogue, open_catalogue
from activation_atlas.networks import Network, load_network
from activation_atlas.networks.device import resolve
from activation_atlas.progress import Progress, log
from activation_atlas.samples.ahead import ahead
from activation_atlas.samples.attribution import separable
from activation_atlas.samples.batches import Batch, Sampler
from activation_atlas.samples.plan import Plan, make_plan
from activation_atlas.samples.store import part_path, record_path, shard_path
from activation_atlas.settings import RunSettings

LEAST_BATCH = 16
"""Below it PyTorch takes other convolution kernels on one thread than on several, whose last bits
differ; from here on a sample is the same whatever the batch and the threads."""


def sample_part(run: Path, settings: RunSettings, part: int) -> dict:
    """Sample the shards of one part, but for those already whole; return the part's manifest.

    It takes as many threads as torch is set to. On a CPU each thread reads a batch and computes it
    with a copy of the network of its own, since threads that share a batch wait for each other
    whenever another process has one of the cores; on a GPU the threads take turns.

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
        threads = torch.get_num_threads()
        with _workers(threads) as pool, forward_ad.dual_level():
            network = load_network(settings.network, settings.device, settings.network.layers)
            sampler = _sampler(network, catalogue, settings)
            pieces = plan.pieces(missing, sampler.batch)
            work = partial(_sampled, sampler, _networks(network, min(threads, len(pieces))))
            results = ahead(pool, work, [rows for _, rows in pieces], 2 * threads)
            _seal_shards(plan, pieces, results, dtype)
    return _seal_part(plan, mine, part, settings.parts.samples, dtype)


@torch.no_grad()
def _sampler(network: Network, catalogue: Catalogue, settings: RunSettings) -> Sampler:
    size = catalogue.size
    on_cpu = network.device.type == "cpu"
    return Sampler(
        catalogue=catalogue,
        seed=settings.seed,
        size=size,
        batch=max(network.micro_batch, LEAST_BATCH) if on_cpu else network.micro_batch,
        shapes=network.shapes_at(size),
        together=separable(network, size) if settings.samples.attribution else None,
    )


def _sampled(sampler: Sampler, networks: queue.SimpleQueue, rows: range) -> Batch:
    """Return the samples of some rows, computed by whichever network is free."""
    images, batch = sampler.read(rows)
    network = networks.get()
    try:
        return sampler.take(network, images, batch)
    finally:
        networks.put(network)


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


def _networks(network: Network, threads: int) -> queue.SimpleQueue:
    """Return the networks that threads take and give back: a copy each on a CPU, else one."""
    copies = threads if network.device.type == "cpu" else 1
    networks: queue.SimpleQueue = queue.SimpleQueue()
    for _ in range(copies - 1):
        networks.put(copy.deepcopy(network))
    networks.put(network)
    return networks


@contextmanager
def _workers(threads: int) -> Iterator[ThreadPoolExecutor]:
    """Yield a pool of threads in each of which torch computes alone."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    pool = ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        torch.set_num_threads(before)


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

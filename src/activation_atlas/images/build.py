"""Listing all images of a run, once, before any of them is used."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.images.files import IMAGE_ENDINGS, fingerprint
from activation_atlas.images.listing import Rejected, Source
from activation_atlas.images.order import in_order
from activation_atlas.images.parts import Part, list_part, measure_part, ranks
from activation_atlas.images.sources import open_source
from activation_atlas.images.table import VIEWS, digest, read_rows, written
from activation_atlas.job import Job
from activation_atlas.paths import catalogue_path, unreadable_path
from activation_atlas.progress import Progress, log
from activation_atlas.settings import ImagesSettings, plain


def make_catalogue(job: Job) -> None:
    """Write the catalogue of a run; see :func:`build_catalogue`."""
    from activation_atlas.networks import input_size  # it loads torch: where no size is given

    settings = job.settings
    size = settings.images.size or input_size(settings.network.name)
    build_catalogue(job.run, settings.images, settings.seed, size, job.threads, job.made_by)


def build_catalogue(
    run: Path,
    settings: ImagesSettings,
    seed: int,
    size: int,
    threads: int,
    decided_by: Mapping[str, object] | None = None,
) -> None:
    """Write ``images/catalogue.parquet`` with its manifest, and ``images/unreadable.tsv``.

    Headers are read and nothing else: those of shards, and of each chosen image the one that says
    how large it is. Pixels that are broken behind a whole header are found when they are sampled.
    What is done is kept a shard, or some thousand files of a folder, at a time: the next call goes
    on where a killed one stopped, and memory hardly grows with the number of images.

    Args:
        run: the folder of the run's results.
        settings: where the images are and which crops are taken of them.
        seed: of the crops and of the choice by ``settings.limit``.
        size: side in pixels of the square that the network is shown; kept in the manifest.
        threads: how many parts are read at once; the result does not depend on it.
        decided_by: what seals the catalogue beside `size` and the files listed, JSON values; by
            default `settings` and `seed`.

    Raises:
        AtlasError: there is no such folder, no image in it, or none that can be read.
    """
    low, high = settings.crop_scale
    if not 0 < low <= high:
        raise AtlasError(
            f"images.crop_scale is ({low}, {high}): give two shares of an image's area above 0,"
            " the smaller one first."
        )
    source, folder = open_source(settings), catalogue_path(run).parent / "parts"
    parts = [
        list_part(source, files, folder / f"{number:05d}")
        for number, files in enumerate(source.parts())
    ]
    made_by = {
        **(decided_by or {"images": plain(settings), "seed": seed}),
        "size": size,
        "listed": fingerprint(chain.from_iterable(part.files for part in parts)),
    }
    if stores.is_sealed(catalogue_path(run), made_by) and unreadable_path(run).exists():
        log.info("The catalogue of images is already made.")
    else:
        _index(parts, settings, seed, threads)
        _join(run, source, parts, settings, size, made_by)
    shutil.rmtree(folder, ignore_errors=True)


def _index(parts: Sequence[Part], settings: ImagesSettings, seed: int, threads: int) -> None:
    """Make the tables of all parts."""
    chosen: list[np.ndarray | None] = [None] * len(parts)
    if settings.limit is not None and parts:
        listed = _each(lambda i: ranks(parts[i], seed), parts, threads, "Listing images")
        chosen = _smallest(listed, settings.limit)
        del listed  # 8 bytes an image
    _each(
        lambda i: measure_part(parts[i], chosen[i], settings, seed),
        parts,
        threads,
        "Reading headers",
    )


def _each(work: Callable[[int], Any], parts: Sequence[Part], threads: int, label: str) -> list:
    """Return `work` of the number of every part, done by threads, which wait for disks together."""
    with (
        Progress(label, sum(part.count for part in parts), "files") as progress,
        ThreadPoolExecutor(max(1, threads)) as pool,
    ):
        try:
            results = []
            for part, result in zip(parts, pool.map(work, range(len(parts)))):
                results.append(result)
                progress.advance(part.count)
            return results
        finally:
            pool.shutdown(cancel_futures=True)


def _smallest(ranks: Sequence[np.ndarray], limit: int) -> list[np.ndarray]:
    """Return for each part which of its ranks (n,) are among the smallest of all, (n,) bool.

    Of equal ones the first are.
    """
    bound, left = _bound(ranks, limit)
    chosen = []
    for some in ranks:
        below, equal = some < bound, np.flatnonzero(some == bound)[:left]
        below[equal] = True
        left -= len(equal)
        chosen.append(below)
    return chosen


def _bound(ranks: Sequence[np.ndarray], limit: int) -> tuple[float, int]:
    """Return what the smallest ranks lie below, and how many that equal it complete them."""
    whole = np.concatenate(ranks)
    if limit >= len(whole):
        return np.inf, 0
    whole.partition(limit)  # in place
    return whole[limit], limit - np.count_nonzero(whole < whole[limit])


def _join(
    run: Path,
    source: Source,
    parts: Sequence[Part],
    settings: ImagesSettings,
    size: int,
    made_by: dict[str, object],
) -> None:
    """Write the table of all parts' views, and the list of what is unreadable."""
    unreadable = sum(len(part.rejected()) for part in parts)
    images = sum(part.images() for part in parts)
    if not images:
        first = list(islice(_rejected(parts), 3))
        raise AtlasError(
            _all_broken(source, unreadable, first) if first else _nothing(source, settings)
        )
    with written(catalogue_path(run), VIEWS) as table:
        for part in parts:
            for rows in read_rows(part.views):
                table.add(rows)
    _write_unreadable(run, parts)
    content = {
        "images": images,
        "views": table.rows,
        "unreadable": unreadable,
        "size": size,
        "digest": stores.digest_of([digest(catalogue_path(run)), size]),
    }
    stores.write_manifest(catalogue_path(run), content, made_by)
    log.info(_summary(run, images, unreadable, settings.crops))


def _rejected(parts: Sequence[Part]) -> Iterator[Rejected]:
    return in_order(chain.from_iterable(part.rejected() for part in parts))


def _write_unreadable(run: Path, parts: Sequence[Part]) -> None:
    with stores.file(unreadable_path(run)) as partial, partial.open("wb") as file:
        for each in chain([Rejected("where", "reason")], _rejected(parts)):
            file.write(("\t".join(each) + "\n").encode())


def _summary(run: Path, images: int, unreadable: int, crops: int) -> str:
    text = f"{images} images" + (f" × {crops} crops" if crops > 1 else "")
    if unreadable:
        text += f", {unreadable} unreadable (listed in {unreadable_path(run)})"
    return text


def _nothing(source: Source, settings: ImagesSettings) -> str:
    what = "No .tar shard with an image" if settings.source == "tar" else "No image"
    return (
        f"{what} lies in {source.place}: check images.path (images end in"
        f" {' '.join(IMAGE_ENDINGS)})."
    )


def _all_broken(source: Source, count: int, first: Sequence[Rejected]) -> str:
    reasons = "; ".join(f"{each.where}: {each.reason}" for each in first)
    return (
        f"None of the {count} images in {source.place} can be read ({reasons}): check images.path."
    )

"""Listing and checking all images of a run, once, before any of them is used."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.images.crops import central_square, random_square
from activation_atlas.images.decode import Unreadable, measure
from activation_atlas.images.files import IMAGE_ENDINGS, printable
from activation_atlas.images.listing import Item, Listing, Rejected, Source
from activation_atlas.images.sources import open_source
from activation_atlas.images.table import SCHEMA, table_path, unreadable_path, write_table
from activation_atlas.progress import Progress, log
from activation_atlas.seeds import generator
from activation_atlas.settings import ImagesSettings, plain

BATCH = 64
"""Images a task of the pool."""


def build_catalogue(
    run: Path, settings: ImagesSettings, seed: int, size: int, threads: int
) -> None:
    """Write ``images/catalogue.parquet`` with its manifest, and ``images/unreadable.tsv``.

    Every image is decoded once, in reduced form, so that what is broken is known beforehand.

    Args:
        run: the folder of the run's results.
        settings: where the images are and which crops are taken of them.
        seed: of the crops and of the choice by ``settings.limit``.
        size: side in pixels of the square that the network is shown; kept in the manifest.
        threads: how many images are decoded at once; the result does not depend on it.

    Raises:
        AtlasError: there is no such folder, no image in it, or none that can be read.
    """
    low, high = settings.crop_scale
    if not 0 < low <= high:
        raise AtlasError(
            f"images.crop_scale is ({low}, {high}): give two shares of an image's area above 0,"
            " the smaller one first."
        )
    source = open_source(settings)
    made_by = {
        "images": plain(settings),
        "seed": seed,
        "size": size,
        "files": source.fingerprint(),
    }
    if stores.is_sealed(table_path(run), made_by) and unreadable_path(run).exists():
        log.info("The catalogue of images is already made.")
        return
    listing = _chosen(source.listing(), settings.limit, seed)
    if not (listing.items or listing.rejected):
        raise AtlasError(_nothing(source, settings))
    measured = _measured(source, listing, settings.max_pixels, threads)
    if not measured:
        raise AtlasError(_all_broken(source, listing))
    columns = _columns(measured, settings, seed)
    _write(run, listing, columns, len(measured), size, made_by)
    log.info(_summary(run, listing, len(measured), settings.crops))


def _chosen(listing: Listing, limit: int | None, seed: int) -> Listing:
    """Keep `limit` items, those with the smallest random number, in the order they were."""
    if limit is None or limit >= len(listing.items):
        return listing
    ranked = sorted(listing.items, key=lambda item: generator(seed, "limit", item.key).random())
    return Listing(sorted(ranked[:limit]), listing.rejected)


def _measured(
    source: Source, listing: Listing, max_pixels: int, threads: int
) -> list[tuple[Item, int, int]]:
    """Return the readable items with width and height; move the others to the rejected."""
    good = []
    with Progress("Checking images", len(listing.items), "images") as progress:
        for batch, results in _checked(source, listing.items, max_pixels, threads):
            for item, result in zip(batch, results, strict=True):
                if isinstance(result, str):
                    listing.rejected.append(Rejected(printable(item.where), result))
                else:
                    good.append((item, *result))
            progress.advance(len(batch), f"{len(listing.rejected)} unreadable")
    listing.rejected.sort()
    return good


def _checked(
    source: Source, items: list[Item], max_pixels: int, threads: int
) -> Iterator[tuple[list[Item], list]]:
    """Yield batches of items with a (width, height) or a reason each, in order.

    Threads do, since Pillow lets go of the interpreter while it decodes.
    """
    batches = [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
    with ThreadPoolExecutor(max(1, threads)) as pool:
        try:
            yield from zip(
                batches,
                pool.map(
                    lambda batch: [_check(source, item, max_pixels) for item in batch], batches
                ),
                strict=True,
            )
        finally:
            pool.shutdown(cancel_futures=True)


def _check(source: Source, item: Item, max_pixels: int) -> tuple[int, int] | str:
    try:
        return measure(source.read(item.where, item.offset, item.bytes), max_pixels)
    except Unreadable as error:
        return error.reason
    except OSError as error:
        return f"can't be read: {error.strerror}"


def _columns(
    measured: list[tuple[Item, int, int]], settings: ImagesSettings, seed: int
) -> dict[str, list]:
    columns: dict[str, list] = {name: [] for name in SCHEMA.names}
    for item, width, height in measured:
        for crop in range(settings.crops):
            if settings.crops == 1:
                key = item.key
                left, top, side = central_square(width, height)
            else:
                key = f"{item.key}#{crop}"
                left, top, side = random_square(width, height, settings.crop_scale, seed, key)
            row = (
                *(key, item.where, item.group, item.label, width, height),
                *(left, top, side, side, item.offset, item.bytes),
            )
            for name, value in zip(SCHEMA.names, row, strict=True):
                columns[name].append(value)
    return columns


def _write(
    run: Path,
    listing: Listing,
    columns: dict[str, list],
    images: int,
    size: int,
    made_by: dict[str, object],
) -> None:
    stores.manifest_path(table_path(run)).unlink(missing_ok=True)
    lines = ["where\treason", *("\t".join(rejected) for rejected in listing.rejected)]
    stores.write_file(unreadable_path(run), ("\n".join(lines) + "\n").encode())
    content = {
        "images": images,
        "views": len(columns["key"]),
        "unreadable": len(listing.rejected),
        "size": size,
    }
    write_table(run, columns, content, made_by)


def _summary(run: Path, listing: Listing, images: int, crops: int) -> str:
    text = f"{images} images" + (f" × {crops} crops" if crops > 1 else "")
    if listing.rejected:
        text += f", {len(listing.rejected)} unreadable (listed in {unreadable_path(run)})"
    return text


def _nothing(source: Source, settings: ImagesSettings) -> str:
    what = "No .tar shard with an image" if settings.source == "tar" else "No image"
    return (
        f"{what} lies in {source.place}: check images.path (images end in"
        f" {' '.join(IMAGE_ENDINGS)})."
    )


def _all_broken(source: Source, listing: Listing) -> str:
    first = "; ".join(f"{rejected.where}: {rejected.reason}" for rejected in listing.rejected[:3])
    return (
        f"None of the {len(listing.rejected)} images in {source.place} can be read ({first}):"
        " check images.path."
    )

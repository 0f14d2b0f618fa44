"""One part of a source's files: what it holds, and the views that are taken of it.

Each of the two tables is sealed as soon as it is made, so that a killed run resumes at the parts
that it had not finished. They last until the catalogue is whole.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from activation_atlas import stores
from activation_atlas.images.batches import batches
from activation_atlas.images.crops import squares
from activation_atlas.images.decode import Unreadable, measure
from activation_atlas.images.files import File, printable
from activation_atlas.images.listing import Item, Rejected, Source
from activation_atlas.images.table import ITEMS, ROWS, VIEWS, read_rows, written
from activation_atlas.seeds import generator
from activation_atlas.settings import ImagesSettings, plain

FILES = "files.json"


@dataclass(frozen=True)
class Part:
    """Some files of a source, and the folder of their list and their tables."""

    source: Source
    count: int
    """Number of files."""
    folder: Path

    @property
    def files(self) -> list[File]:
        """The files, which are in memory only while they are looked at."""
        return [File(*each) for each in json.loads((self.folder / FILES).read_text())]

    @property
    def items(self) -> Path:
        """The table of the images in the files."""
        return self.folder / "items.parquet"

    @property
    def views(self) -> Path:
        """The table of the views of these images."""
        return self.folder / "views.parquet"

    def images(self) -> int:
        """Return how many images the views are of."""
        return stores.manifest(self.views)["images"]

    def rejected(self) -> list[Rejected]:
        """Return what in these files is no usable image."""
        found = [stores.manifest(path)["rejected"] for path in (self.items, self.views)]
        return [Rejected(*each) for some in found for each in some]


def list_part(source: Source, files: Sequence[File], folder: Path) -> Part:
    """Return some files of a source as a part, after it was written down which they are."""
    stores.write_file(folder / FILES, json.dumps(files).encode())
    return Part(source, len(files), folder)


def index(part: Part) -> None:
    """Write the table of the images in a part's files, unless it is there already."""
    files = part.files
    made_by = {"files": stores.digest_of(files)}
    if stores.is_sealed(part.items, made_by):
        return
    listing = part.source.listing(files)
    with written(part.items, ITEMS) as table:
        for items in batches(listing.items, ROWS):
            table.add_rows(items)
    stores.write_manifest(part.items, {"images": table.rows, "rejected": listing.rejected}, made_by)


def ranks(part: Part, seed: int) -> np.ndarray:
    """Return a random number in [0, 1) for each of a part's images: the smallest are chosen."""
    index(part)
    keys = (key for table in read_rows(part.items) for key in table["key"].to_pylist())
    drawn = (generator(seed, "limit", key).random() for key in keys)
    return np.fromiter(drawn, np.float64)


def measure_part(
    part: Part, chosen: np.ndarray | None, settings: ImagesSettings, seed: int
) -> None:
    """Write the table of the views of a part's chosen images, unless it is there already.

    Of each image its header is read.

    Args:
        part: whose table of images is made as well where it is missing.
        chosen: which of the images, bool; None for all.
        settings: which views are taken.
        seed: of random views.
    """
    index(part)
    made_by = {
        "files": stores.digest_of(part.files),
        "images": plain(settings),
        "seed": seed,
        "chosen": None if chosen is None else stores.digest({"chosen": chosen}),
    }
    if stores.is_sealed(part.views, made_by):
        return
    rejected: list[Rejected] = []
    with written(part.views, VIEWS) as table:
        for views in batches(_views(part, chosen, settings, seed, rejected), ROWS):
            table.add_rows(views)
    content = {"images": table.rows // settings.crops, "rejected": rejected}
    stores.write_manifest(part.views, content, made_by)


def _views(
    part: Part,
    chosen: np.ndarray | None,
    settings: ImagesSettings,
    seed: int,
    rejected: list[Rejected],
) -> Iterator[tuple]:
    """Yield the rows of the chosen images' views; add the images that have none to `rejected`."""
    for item in _taken(part, chosen):
        size = measured(part.source, item, settings.max_pixels)
        if isinstance(size, str):
            rejected.append(Rejected(printable(item.where), size))
            continue
        for key, square in squares(item.key, *size, settings, seed):
            yield (key, *item[1:3], *size, *square, item.offset, item.bytes)


def _taken(part: Part, chosen: np.ndarray | None) -> Iterator[Item]:
    start = 0
    for table in read_rows(part.items):
        rows = slice(start, start + len(table))
        start = rows.stop
        if chosen is not None:
            table = table.filter(pa.array(chosen[rows]))
        yield from map(Item, *(column.to_pylist() for column in table.columns))


def measured(source: Source, item: Item, max_pixels: int) -> tuple[int, int] | str:
    """Return (width, height) by an image's header, or why there is none."""
    try:
        with source.open(item.where, item.offset, item.bytes) as file:
            return measure(file, max_pixels)
    except Unreadable as error:
        return error.reason
    except OSError as error:
        return f"can't be read: {error.strerror}"

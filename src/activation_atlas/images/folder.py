"""Class folders, as torchvision's ImageFolder has them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from activation_atlas.images.batches import batches
from activation_atlas.images.files import IMAGE_ENDINGS, File, files_below, is_utf8, printable
from activation_atlas.images.listing import Item, Listing, Rejected

PART = 4096
"""Images that are indexed together: what is lost at most when a run is killed."""


class Folder:
    """Images below a folder; the group is the folder just below it, "" without one."""

    def __init__(self, path: Path):
        self.place = str(path)
        self._path = path

    def parts(self) -> Iterator[Sequence[File]]:
        """Yield the image files in order, so many at once."""
        return batches(self._files(), PART)

    def listing(self, files: Sequence[File] | None = None) -> Listing:
        """Return one item an image file: its path below the folder is key and place."""
        items, rejected = [], []
        for name, size, _ in self._files() if files is None else files:
            if is_utf8(name):
                group = name.partition("/")[0] if "/" in name else ""
                items.append(Item(name, name, group, 0, size))
            else:
                rejected.append(Rejected(printable(name), "name is not UTF-8"))
        return Listing(items, rejected)

    def open(self, where: str, offset: int, count: int) -> BinaryIO:
        """Return the image's file."""
        return (self._path / where).open("rb")

    def read(self, where: str, offset: int, count: int) -> bytes:
        """Return the content of the image's file."""
        return (self._path / where).read_bytes()

    def _files(self) -> Iterator[File]:
        return files_below(self._path, IMAGE_ENDINGS)

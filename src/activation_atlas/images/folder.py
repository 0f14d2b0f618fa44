"""Class folders, as torchvision's ImageFolder has them."""

from functools import cached_property
from pathlib import Path

from activation_atlas.images.files import (
    IMAGE_ENDINGS,
    File,
    files_below,
    fingerprint,
    is_utf8,
    printable,
)
from activation_atlas.images.listing import Item, Listing, Rejected


class Folder:
    """Images below a folder; the group is the folder just below it, "" without one."""

    def __init__(self, path: Path):
        self.place = str(path)
        self._path = path

    def fingerprint(self) -> str:
        """Return the SHA-256 over the images' names and sizes."""
        return fingerprint(self._files)

    def listing(self) -> Listing:
        """Return one item an image file: its path below the folder is key and place."""
        listing = Listing()
        for name, size in self._files:
            if is_utf8(name):
                group = name.partition("/")[0] if "/" in name else ""
                listing.items.append(Item(name, name, group, -1, 0, size))
            else:
                listing.rejected.append(Rejected(printable(name), "name is not UTF-8"))
        return listing

    def read(self, where: str, offset: int, count: int) -> bytes:
        """Return the image's file."""
        return (self._path / where).read_bytes()

    @cached_property
    def _files(self) -> list[File]:
        return files_below(self._path, IMAGE_ENDINGS)

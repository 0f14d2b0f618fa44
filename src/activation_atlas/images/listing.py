"""What a source of images says about itself before any image is opened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple, Protocol

from activation_atlas.images.files import File


class Item(NamedTuple):
    """One image that a source holds."""

    key: str
    """Stable, unique name: what the image's random numbers are seeded by."""
    where: str
    """The same place as a person looks for it."""
    group: str
    """Class folder or photo; "" where there is none."""
    offset: int
    """Where the image begins in its file, in bytes."""
    bytes: int
    """How many bytes it has."""


class Rejected(NamedTuple):
    """One thing that is no usable image, and why."""

    where: str
    reason: str


@dataclass
class Listing:
    """The images that some files of a source hold, and what was refused on sight."""

    items: Iterable[Item] = field(default_factory=list)
    """Sorted by key within a file of the source."""
    rejected: list[Rejected] = field(default_factory=list)
    """Complete once all items have been taken."""


class Source(Protocol):
    """A place that images come from."""

    place: str
    """Its name in messages."""

    def parts(self) -> Iterable[Sequence[File]]:
        """Return the source's files in parts, each of which is indexed by itself."""

    def listing(self, files: Sequence[File] | None = None) -> Listing:
        """Return what these files hold, all of them by default; no image is looked into."""

    def open(self, where: str, offset: int, count: int) -> BinaryIO:
        """Return the file of the image at `where`, read no further than it is asked for.

        Safe to call from several threads at once.

        Raises:
            OSError: it can't be read.
        """

    def read(self, where: str, offset: int, count: int) -> bytes:
        """Return all of the file of the image at `where`; else as :meth:`open`."""

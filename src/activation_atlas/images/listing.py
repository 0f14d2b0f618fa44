"""What a source of images says about itself before any image is decoded."""

from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


class Item(NamedTuple):
    """One image that a source holds."""

    key: str
    """Stable, unique name: what the image's random numbers are seeded by."""
    where: str
    """The same place as a person looks for it."""
    group: str
    """Class folder or photo; "" where there is none."""
    label: int
    """Class index that the source itself gives, or -1."""
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
    """All images of a source, sorted by key, and what was refused on sight."""

    items: list[Item] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


class Source(Protocol):
    """A place that images come from."""

    place: str
    """Its name in messages."""

    def fingerprint(self) -> str:
        """Return a SHA-256 over the names and sizes of its files; no clock, no folder above."""

    def listing(self) -> Listing:
        """Return what the source holds."""

    def read(self, where: str, offset: int, count: int) -> bytes:
        """Return the file of the image at `where`.

        Safe to call from several threads at once.

        Raises:
            OSError: it can't be read.
        """

"""Files below a folder, by the endings of their names."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from activation_atlas.errors import AtlasError

IMAGE_ENDINGS = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif"),
    *(".ppm", ".pgm", ".pbm", ".pnm", ".jp2", ".avif"),
)


class File(NamedTuple):
    """A file, by its path below the folder with "/" between the parts."""

    name: str
    bytes: int
    changed: int
    """When it was last written, in ns: never part of a result."""


def files_below(folder: Path, endings: tuple[str, ...]) -> list[File]:
    """Return the files below `folder` whose names end so (in any case), sorted by name.

    Hidden files and folders are left out. Symbolic links are followed, except back into a folder
    above; one that leads nowhere counts as an empty file, so that it is reported and not lost.

    Raises:
        AtlasError: a folder can't be listed.
    """
    return sorted(_walk(folder, "", endings, frozenset()))


def file_of(name: str, status: os.stat_result) -> File:
    """Return a file by its name and its status."""
    return File(name, status.st_size, status.st_mtime_ns)


def fingerprint(files: Iterable[File]) -> str:
    """Return the SHA-256 over names and sizes: no clock, no folder above."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.name}\0{file.bytes}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def is_utf8(name: str) -> bool:
    """Say whether a name from the file system can be written into a table."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def printable(name: str) -> str:
    """Return a name that fits in one cell of a tab-separated table."""
    name = name.encode("utf-8", "backslashreplace").decode()
    return name.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _walk(folder: Path, prefix: str, endings: tuple[str, ...], above: frozenset) -> Iterable[File]:
    try:
        status = folder.stat()
        with os.scandir(folder) as listed:
            entries = [entry for entry in listed if not entry.name.startswith(".")]
    except OSError as error:
        raise AtlasError(f"The folder {folder} can't be listed ({error.strerror}).") from error
    identity = (status.st_dev, status.st_ino)
    if identity in above:
        return
    for entry in entries:
        if entry.is_dir():
            below = f"{prefix}{entry.name}/"
            yield from _walk(Path(entry.path), below, endings, above | {identity})
        elif entry.name.lower().endswith(endings):
            if entry.is_file():
                yield file_of(prefix + entry.name, entry.stat())
            elif entry.is_symlink():
                yield File(prefix + entry.name, 0, 0)

"""Files below a folder, by the endings of their names."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from activation_atlas.errors import AtlasError
from activation_atlas.images.order import in_order

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


def files_below(folder: Path, endings: tuple[str, ...]) -> Iterator[File]:
    """Yield the files below `folder` whose names end so (in any case), sorted by name.

    Hidden files and folders are left out. Symbolic links are followed, except back into a folder
    above; one that leads nowhere counts as an empty file, so that it is reported and not lost.
    Memory does not grow with the number of files, be they all in one folder.

    Raises:
        AtlasError: a folder can't be listed.
    """
    return _walk(folder, "", endings, frozenset())


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


def _walk(folder: Path, prefix: str, endings: tuple[str, ...], above: frozenset) -> Iterator[File]:
    try:
        status = folder.stat()
    except OSError as error:
        raise _unlisted(folder, error) from error
    identity = (status.st_dev, status.st_ino)
    if identity in above:
        return
    # With its "/" behind it a folder's name sorts as the names of all files in it do.
    for name in in_order(_names(folder, endings)):
        if name.endswith("/"):
            yield from _walk(folder / name, prefix + name, endings, above | {identity})
        elif file := _file(folder / name, prefix + name):
            yield file


def _names(folder: Path, endings: tuple[str, ...]) -> Iterator[str]:
    """Yield the names in a folder that matter, those of folders with "/" behind them."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if _is_folder(entry):
                    yield f"{entry.name}/"
                elif entry.name.lower().endswith(endings):
                    yield entry.name
    except OSError as error:
        raise _unlisted(folder, error) from error


def _is_folder(entry: os.DirEntry) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself, or into a closed folder
        return False


def _file(path: Path, name: str) -> File | None:
    """Return a plain file, or an empty one for what can't be looked at; None for pipes."""
    try:
        status = path.stat()
    except OSError:
        return File(name, 0, 0)
    return file_of(name, status) if stat.S_ISREG(status.st_mode) else None


def _unlisted(folder: Path, error: OSError) -> AtlasError:
    return AtlasError(f"The folder {folder} can't be listed ({error.strerror}).")

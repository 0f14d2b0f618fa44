"""WebDataset shards: images inside .tar files, read in place and never extracted.

https://github.com/webdataset/webdataset: the files of one sample share the name up to the first
dot of its last part, so ``n01/a.cls`` holds the label of ``n01/a.jpg``.
"""

import errno
import io
import json
import os
import re
import tarfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, NamedTuple

from activation_atlas.errors import AtlasError
from activation_atlas.images.files import (
    IMAGE_ENDINGS,
    File,
    files_below,
    is_utf8,
    printable,
)
from activation_atlas.images.listing import Item, Listing, Rejected
from activation_atlas.images.order import in_order

LABEL_ENDINGS = (".cls", ".json")
SHARD_ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst")
COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
LARGEST_LABEL_FILE = 1 << 20
SEPARATOR = "::"
"""Between a shard and its member in the place of an image."""


class Tar:
    """Images inside the .tar files below a folder.

    The group is the member's first folder, else its label as text, else "".
    """

    def __init__(self, path: Path):
        self.place = str(path)
        self._path = path
        self._last_opened = threading.local()

    def parts(self) -> Iterator[Sequence[File]]:
        """Yield each shard by itself."""
        return ([shard] for shard in self._shards())

    def listing(self, files: Sequence[File] | None = None) -> Listing:
        """Return one item an image in a shard, with the place of its bytes in the shard.

        Raises:
            AtlasError: a shard is compressed; it is raised where its items are taken.
        """
        rejected: list[Rejected] = []
        return Listing(self._items(self._shards() if files is None else files, rejected), rejected)

    def open(self, where: str, offset: int, count: int) -> BinaryIO:
        """Return the `count` bytes at `offset` of the shard that `where` names, as a file."""
        return io.BufferedReader(_Member(partial(self.read, where), offset, count))

    def read(self, where: str, offset: int, count: int) -> bytes:
        """Return `count` bytes at `offset` of the shard that `where` names."""
        shard = where.partition(SEPARATOR)[0]
        if getattr(self._last_opened, "shard", None) != shard:
            self._last_opened.file = (self._path / shard).open("rb", buffering=0)
            self._last_opened.shard = shard
        return os.pread(self._last_opened.file.fileno(), count, offset)

    def _items(self, shards: Iterable[File], rejected: list[Rejected]) -> Iterator[Item]:
        for shard in shards:
            if not is_utf8(shard.name):
                rejected.append(Rejected(printable(shard.name), "name is not UTF-8"))
            elif SEPARATOR in shard.name:
                rejected.append(Rejected(printable(shard.name), f"name holds '{SEPARATOR}'"))
            else:
                yield from _Index(self._path / shard.name, shard, rejected).items()

    def _shards(self) -> Iterator[File]:
        return files_below(self._path, SHARD_ENDINGS)


class _Member(io.RawIOBase):
    """A file inside a shard."""

    def __init__(self, read: Callable[[int, int], bytes], offset: int, count: int):
        self._read, self._offset, self._count, self._at = read, offset, count, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._count}[whence]
        if start + offset < 0:
            raise OSError(errno.EINVAL, "Seek before the beginning")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: memoryview) -> int:
        wanted = max(0, min(len(buffer), self._count - self._at))
        found = self._read(self._offset + self._at, wanted)
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)


class _Found(NamedTuple):
    """An image or a label in a shard; in this order the labels of a sample precede its images."""

    sample: str
    is_image: bool
    number: int
    """Of two members of one name the later one counts."""
    name: str
    offset: int
    size: int
    label: int = -1


class _Index:
    """Where the images of one shard lie: never all of them in memory."""

    def __init__(self, path: Path, shard: File, rejected: list[Rejected]):
        self._path, self._shard, self._rejected = path, shard, rejected
        self._has_images = False

    def items(self) -> Iterator[Item]:
        """Yield the images, sorted by name."""
        labelled = ((each.name, each) for each in _labelled(in_order(self._members())))
        for _, same in groupby(in_order(labelled), key=lambda named: named[0]):
            yield self._item(deque(same, maxlen=1)[0][1])

    def _item(self, found: _Found) -> Item:
        folder = found.name.partition("/")[0] if "/" in found.name else ""
        group = folder or (str(found.label) if found.label >= 0 else "")
        key, where = (f"{self._shard.name}{mark}{found.name}" for mark in ("/", SEPARATOR))
        return Item(key, where, group, found.offset, found.size)

    def _members(self) -> Iterator[_Found]:
        """Yield images and labels as they lie in the shard."""
        try:
            _refuse_compressed(self._path)
            with tarfile.open(self._path, "r:") as archive:
                for number, member in enumerate(_headers(archive)):
                    found = self._found(archive, member, number)
                    if found is not None:
                        self._has_images |= found.is_image
                        yield found
                self._check_end(archive)
        except (tarfile.TarError, ValueError):  # ValueError: numbers that are none in a header
            self._reject_shard()
        except OSError as error:
            reason = f"can't be read: {error.strerror}"
            self._rejected.append(Rejected(printable(self._shard.name), reason))

    def _found(
        self, archive: tarfile.TarFile, member: tarfile.TarInfo, number: int
    ) -> _Found | None:
        name = member.name.removeprefix("./")
        if member.isdir() or any(part.startswith(".") for part in _inner_parts(name)):
            return None
        if _leaves(name):
            self._reject(name, "name leaves the archive")
        elif name.lower().endswith(LABEL_ENDINGS):
            return _label_of(archive, member, name, number)
        elif name.lower().endswith(IMAGE_ENDINGS):
            return self._image(member, name, number)
        return None

    def _image(self, member: tarfile.TarInfo, name: str, number: int) -> _Found | None:
        if not is_utf8(name):
            self._reject(name, "name is not UTF-8")
        elif not member.isreg() or member.issparse():
            self._reject(name, "not a plain file")
        elif member.offset_data + member.size > self._shard.bytes:
            self._reject(name, "truncated")
        else:
            return _Found(_sample(name), True, number, name, member.offset_data, member.size)
        return None

    def _check_end(self, archive: tarfile.TarFile) -> None:
        """Reject a shard in which something that is no header follows the last member."""
        archive.fileobj.seek(archive.offset)
        if any(archive.fileobj.read(tarfile.BLOCKSIZE)):
            self._reject_shard()

    def _reject_shard(self) -> None:
        reason = "truncated; its first images are read" if self._has_images else "not a tar archive"
        reason = reason if self._shard.bytes else "empty file"
        self._rejected.append(Rejected(printable(self._shard.name), reason))

    def _reject(self, name: str, reason: str) -> None:
        where = printable(f"{self._shard.name}{SEPARATOR}{name}")
        self._rejected.append(Rejected(where, reason))


def _headers(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Yield all members, none of which tarfile keeps.

    Raises:
        tarfile.ReadError: a member does not lead on, so that it would be found for ever.
    """
    while member := archive.next():
        if member.size < 0 or archive.offset <= member.offset:
            raise tarfile.ReadError("size below zero")
        yield member
        archive.members.clear()


def _label_of(
    archive: tarfile.TarFile, member: tarfile.TarInfo, name: str, number: int
) -> _Found | None:
    if not member.isreg() or member.size > LARGEST_LABEL_FILE:
        return None
    label = _label(archive.extractfile(member).read())
    return _Found(_sample(name), False, number, name, 0, 0, label) if label >= 0 else None


def _labelled(found: Iterable[_Found]) -> Iterator[_Found]:
    """Yield the images, sorted as `found` is, each with the last label of its sample."""
    sample, label = None, -1
    for each in found:
        if each.sample != sample:
            sample, label = each.sample, -1
        if each.is_image:
            yield each._replace(label=label)
        else:
            label = each.label


def _refuse_compressed(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(6)
    if start.startswith(COMPRESSED):
        raise AtlasError(
            f"{path} is compressed, so that its images can't be read in place: decompress it to a"
            " plain .tar, which is hardly larger."
        )


def _inner_parts(name: str) -> list[str]:
    return [part for part in name.split("/") if part not in ("", ".", "..")]


def _leaves(name: str) -> bool:
    parts = re.split(r"[/\\]", name)
    return parts[0] == "" or parts[0].endswith(":") or ".." in parts


def _sample(name: str) -> str:
    folder, slash, last = name.rpartition("/")
    return folder + slash + last.partition(".")[0]


def _label(text: bytes) -> int:
    """Return a class index from a .cls or .json file, -1 where there is none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return -1
    if isinstance(value, dict):
        value = value.get("label", value.get("cls"))
    return value if type(value) is int and 0 <= value < 2**31 else -1

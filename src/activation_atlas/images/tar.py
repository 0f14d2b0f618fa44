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
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import BinaryIO

from activation_atlas.errors import AtlasError
from activation_atlas.images.files import (
    IMAGE_ENDINGS,
    File,
    files_below,
    is_utf8,
    printable,
)
from activation_atlas.images.listing import Item, Listing, Rejected

LABEL_ENDINGS = (".cls", ".json")
SHARD_ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst")
COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
LARGEST_LABEL_FILE = 1 << 20


class Tar:
    """Images inside the .tar files below a folder.

    The group is the member's first folder, else its label as text, else "".
    """

    def __init__(self, path: Path):
        self.place = str(path)
        self._path = path
        self._last_opened = threading.local()

    def parts(self) -> list[Sequence[File]]:
        """Return each shard by itself."""
        return [[shard] for shard in self._shards]

    def listing(self, files: Sequence[File] | None = None) -> Listing:
        """Return one item an image in a shard, with the place of its bytes in the shard.

        Raises:
            AtlasError: a shard is compressed; it is raised where its items are taken.
        """
        rejected: list[Rejected] = []
        return Listing(self._items(self._shards if files is None else files, rejected), rejected)

    def open(self, where: str, offset: int, count: int) -> BinaryIO:
        """Return the `count` bytes at `offset` of the shard that `where` names, as a file."""
        return io.BufferedReader(_Member(partial(self.read, where), offset, count))

    def read(self, where: str, offset: int, count: int) -> bytes:
        """Return `count` bytes at `offset` of the shard that `where` names."""
        shard = where.partition("::")[0]
        if getattr(self._last_opened, "shard", None) != shard:
            self._last_opened.file = (self._path / shard).open("rb", buffering=0)
            self._last_opened.shard = shard
        return os.pread(self._last_opened.file.fileno(), count, offset)

    def _items(self, shards: Sequence[File], rejected: list[Rejected]) -> Iterator[Item]:
        for shard in shards:
            if is_utf8(shard.name):
                found = _Index(self._path / shard.name, shard)
                rejected += found.rejected
                yield from found.items()
            else:
                rejected.append(Rejected(printable(shard.name), "name is not UTF-8"))

    @cached_property
    def _shards(self) -> list[File]:
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


class _Index:
    """Where the images and labels of one shard lie."""

    def __init__(self, path: Path, shard: File):
        self.rejected: list[Rejected] = []
        self._shard = shard
        self._images: dict[str, tuple[int, int]] = {}
        self._labels: dict[str, int] = {}
        try:
            _refuse_compressed(path)
            with tarfile.open(path, "r:") as archive:
                while member := archive.next():
                    self._add(archive, member)
                    archive.members.clear()  # else it keeps them all
                self._check_end(archive)
        except (tarfile.TarError, ValueError):  # ValueError: numbers that are none in a header
            self._reject_shard()
        except OSError as error:
            self.rejected.append(Rejected(shard.name, f"can't be read: {error.strerror}"))

    def items(self) -> Iterator[Item]:
        """Yield the images, sorted by name."""
        for name in sorted(self._images):
            yield self._item(name, *self._images[name])

    def _item(self, name: str, offset: int, size: int) -> Item:
        label = self._labels.get(_sample(name), -1)
        folder = name.partition("/")[0] if "/" in name else ""
        group = folder or (str(label) if label >= 0 else "")
        shard = self._shard.name
        return Item(f"{shard}/{name}", f"{shard}::{name}", group, offset, size)

    def _add(self, archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
        name = member.name.removeprefix("./")
        if member.isdir() or any(part.startswith(".") for part in _inner_parts(name)):
            return
        if _leaves(name):
            self._reject(name, "name leaves the archive")
        elif name.lower().endswith(LABEL_ENDINGS):
            self._add_label(archive, member, name)
        elif name.lower().endswith(IMAGE_ENDINGS):
            self._add_image(member, name)

    def _add_image(self, member: tarfile.TarInfo, name: str) -> None:
        if not is_utf8(name):
            self._reject(name, "name is not UTF-8")
        elif not member.isreg() or member.issparse():
            self._reject(name, "not a plain file")
        elif member.offset_data + member.size > self._shard.bytes:
            self._reject(name, "truncated")
        else:
            self._images[name] = (member.offset_data, member.size)

    def _add_label(self, archive: tarfile.TarFile, member: tarfile.TarInfo, name: str) -> None:
        if member.isreg() and member.size <= LARGEST_LABEL_FILE:
            label = _label(archive.extractfile(member).read())
            if label >= 0:
                self._labels[_sample(name)] = label

    def _check_end(self, archive: tarfile.TarFile) -> None:
        """Reject a shard in which something that is no header follows the last member."""
        archive.fileobj.seek(archive.offset)
        if any(archive.fileobj.read(tarfile.BLOCKSIZE)):
            self._reject_shard()

    def _reject_shard(self) -> None:
        reason = "not a tar archive" if not self._images else "truncated; its first images are read"
        self.rejected.append(
            Rejected(self._shard.name, reason if self._shard.bytes else "empty file")
        )

    def _reject(self, name: str, reason: str) -> None:
        self.rejected.append(Rejected(printable(f"{self._shard.name}::{name}"), reason))


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

"""Which of several GPUs a process computes on: one that no other process of its user has taken.

Each GPU has a lock file. The kernel lets go of a lock when its process ends, however it ends, so a
killed job frees its GPU.
"""

import fcntl
import os
import stat
import tempfile
from functools import cache
from pathlib import Path

from activation_atlas.errors import AtlasError
from activation_atlas.progress import log


@cache
def claim(names: tuple[str, ...]) -> int:
    """Return the index of a free GPU, which stays this process's own until it ends.

    Where none is free, one is shared. Asked again, a process gets the same answer.

    Args:
        names: Names of the GPUs that the process sees, the hardware's, since processes can see
            different GPUs and number them differently.

    Raises:
        AtlasError: the folder of the lock files is not safe.
    """
    folder = _folder()
    for index, name in enumerate(names):
        if _locked(folder / f"{name}.lock"):
            return index
    shared = os.getpid() % len(names)
    log.warning("none of %d GPUs is free: number %d is shared with another job", len(names), shared)
    return shared


def _folder() -> Path:
    """Return a folder under the system's temporary one that is the user's alone."""
    folder = Path(tempfile.gettempdir()) / f"activation-atlas-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.getuid() or not stat.S_ISDIR(found.st_mode) or found.st_mode & 0o077:
        raise AtlasError(
            f"'{folder}', where jobs say which GPU they use, must be a folder that only you can"
            " enter: remove it, or name a GPU by device.name, e.g. cuda:0."
        )
    return folder


def _locked(file: Path) -> bool:
    """Return whether the file was free; the open file and its lock then last as long as we do."""
    opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        return False
    return True

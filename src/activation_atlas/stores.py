"""Stores: named arrays on disk that are either whole and sealed, or not there.

A store is a zarr v3 group ``NAME.zarr`` beside its manifest ``NAME.json``. It is written under a
temporary name, renamed, and sealed last by the manifest, which holds no clock: the same arrays
made by the same settings give the same bytes.
"""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import zarr

from activation_atlas import __version__
from activation_atlas.errors import AtlasError
from activation_atlas.paths import manifest_path

CHUNK_BYTES = 4 << 20


def write(
    path: Path,
    arrays: Mapping[str, np.ndarray],
    made_by: Mapping[str, object],
    facts: Mapping[str, object] | None = None,
) -> dict:
    """Write and seal the store at `path` (ends in ``.zarr``); return its manifest.

    `made_by` is whatever decides the content: settings and the digests of inputs, JSON values.
    `facts` are further JSON values that the manifest is to hold.

    Raises:
        AtlasError: no space is left on the disk. What was sealed before stays.
    """
    with folder(path) as partial:
        group = zarr.create_group(partial)
        for name, array in arrays.items():
            _write_array(group, name, np.ascontiguousarray(array))
    content = {
        **(facts or {}),
        "arrays": {
            name: {"shape": list(array.shape), "dtype": str(array.dtype)}
            for name, array in sorted(arrays.items())
        },
        "digest": digest(arrays),
    }
    return write_manifest(path, content, made_by)


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """Yield an empty folder that becomes `path`, without its seal, once the block has ended well.

    Seal what is then there with :func:`write_manifest`.

    Raises:
        AtlasError: no space is left on the disk.
    """
    path = Path(path)
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    remove(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for stale in path.parent.glob(f".{path.name}.partial-*"):
            shutil.rmtree(stale)
        partial.mkdir()
        yield partial
        partial.rename(path)
    except OSError as error:
        raise _explained(error, path) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def write_manifest(
    path: Path, content: Mapping[str, object], made_by: Mapping[str, object]
) -> dict:
    """Write the manifest that seals `path`, at once or not at all; return what it says."""
    manifest = {**content, "made_by": dict(made_by), "activation_atlas": __version__}
    text = json.dumps(manifest, indent=1, sort_keys=True) + "\n"
    write_file(manifest_path(path), text.encode())
    return json.loads(text)


def write_file(path: Path, content: bytes) -> None:
    """Write a file at once or not at all.

    Raises:
        AtlasError: no space is left on the disk.
    """
    with file(path) as partial:
        partial.write_bytes(content)


@contextmanager
def file(path: Path) -> Iterator[Path]:
    """Yield where to write a file that becomes `path` once the block has ended well.

    Raises:
        AtlasError: no space is left on the disk.
    """
    path = Path(path)
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for stale in path.parent.glob(f".{path.name}.partial-*"):
            stale.unlink(missing_ok=True)
        yield partial
        partial.replace(path)
    except OSError as error:
        raise _explained(error, path) from error
    finally:
        partial.unlink(missing_ok=True)


def read(path: Path) -> zarr.Group:
    """Open a sealed store for reading.

    Raises:
        AtlasError: the store is not there or was never sealed.
    """
    manifest(path)
    return zarr.open_group(path, mode="r")


def manifest(path: Path) -> dict:
    """Return what the manifest of the store at `path` says.

    Raises:
        AtlasError: there is none.
    """
    try:
        return json.loads(manifest_path(path).read_text())
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise AtlasError(
            f"{path} is missing or was never finished; run the step that makes it again."
        ) from error


def is_sealed(path: Path, made_by: Mapping[str, object]) -> bool:
    """Say whether `path` is whole and was made by exactly these settings and inputs."""
    return Path(path).exists() and has_seal(path, made_by)


def has_seal(path: Path, made_by: Mapping[str, object]) -> bool:
    """Say whether a manifest names these settings and inputs, whether or not it lies by a store."""
    try:
        sealed = manifest(path)
    except AtlasError:
        return False
    wanted = json.loads(json.dumps(dict(made_by)))
    return sealed["made_by"] == wanted and sealed["activation_atlas"] == __version__


def remove(path: Path) -> None:
    """Remove a store, seal first, so that no seal ever stands for half a store."""
    manifest_path(path).unlink(missing_ok=True)
    shutil.rmtree(path, ignore_errors=True)


def digest(arrays: Mapping[str, np.ndarray]) -> str:
    """Return the SHA-256 over names, types, shapes and bytes of the arrays."""
    total = hashlib.sha256()
    for name, array in sorted(arrays.items()):
        total.update(f"{name} {array.dtype} {array.shape}\n".encode())
        total.update(np.ascontiguousarray(array).data)
    return total.hexdigest()


def digest_of(values: object) -> str:
    """Return the SHA-256 of JSON values, e.g. of the digests of many stores."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _write_array(group: zarr.Group, name: str, array: np.ndarray) -> None:
    row_bytes = max(1, array[:1].nbytes)
    rows = min(max(1, CHUNK_BYTES // row_bytes), max(1, len(array)))
    stored = group.create_array(
        name, shape=array.shape, dtype=array.dtype, chunks=(rows, *array.shape[1:])
    )
    stored[...] = array


def _explained(error: OSError, path: Path) -> OSError | AtlasError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return AtlasError(
            f"No space is left on the disk while writing {path}: free some and run the same"
            " command again; everything finished so far is kept."
        )
    return error

"""What a stage is: one step of a run, declared once for the workflow, the seals and the work."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from activation_atlas.errors import AtlasError
from activation_atlas.job import Job
from activation_atlas.pipeline.files import named_by
from activation_atlas.settings import RunSettings, plain
from activation_atlas.settings.declared import Declared, values_of

NUMBERS = ("side", "part", "number")
"""Keys that are numbers; wildcards of the workflow are text."""
Paths = Mapping[str, Path | Sequence[Path]]


def _nothing(*_: object, **__: object) -> dict:
    return {}


@dataclass(frozen=True)
class Stage:
    """One step of a run.

    Attributes:
        name: As rules, logs and seals call it.
        work: ``module:function`` of this package that makes it; takes a :class:`Job` and the keys.
        makes: Run, settings and keys in, paths of the files out; manifests for stores.
        keys: What tells its jobs apart, e.g. ``layer``; ``part`` never decides what a result is.
        reads: Run, settings and keys in, manifests of what it reads of the run out, by name.
        decided_by: Settings that decide the result, by dotted key, with keys in braces; or a
            function of settings and keys that gives them.
        uses: Settings that it reads beside them, which decide nothing (a device, a number of jobs),
            or no more than the digest of an input says (the network's).
        derived: Settings and keys in, further JSON values that decide the result out: what several
            settings come down to.
        files: Settings and keys in, the user's files that decide it out; by default those that the
            deciding settings name.
        form: Version of the form of what it writes; another one makes it anew.
    """

    name: str
    work: str
    makes: Callable[..., Sequence[Path]]
    keys: tuple[str, ...] = ()
    reads: Callable[..., Paths] = _nothing
    decided_by: tuple[str, ...] | Callable[..., Iterable[str]] = ()
    uses: tuple[str, ...] = ()
    derived: Callable[..., Mapping[str, object]] = _nothing
    files: Callable[..., Iterable[str | Path | None]] | None = None
    form: int | None = None

    def make(self, run: Path, settings: RunSettings, threads: int = 1, **key: object) -> Any:
        """Do the work of one job; return what its function returns.

        Raises:
            AtlasError: as its function says, or an input is missing.
        """
        key = self._typed(key)
        module, name = self.work.split(":")
        work = getattr(import_module(f"activation_atlas.{module}"), name)
        return work(self.job(run, settings, threads, **key), **key)

    def job(self, run: Path, settings: RunSettings, threads: int = 1, **key: object) -> Job:
        """Return what the work is given."""
        key, run = self._typed(key), Path(run)
        readable = (*self._deciding(settings, key), *self._filled(self.uses, key))
        view = Declared(settings, readable, f"stage '{self.name}'")
        return Job(run, view, lambda: self.made_by(run, settings, **key), threads)

    def made_by(self, run: Path, settings: RunSettings, **key: object) -> dict[str, object]:
        """Return what decides the result, as it stands in the seals.

        Raises:
            AtlasError: an input is missing or was never finished.
        """
        inputs = self.inputs(run, settings, **key)
        return self.params(settings, **key) | {
            "inputs": {name: _digest_of(paths, Path(run)) for name, paths in inputs.items()},
            "files": sorted(
                [file.name, _content_of(file)] for file in self.user_files(settings, **key)
            ),
        }

    def params(self, settings: RunSettings, **key: object) -> dict[str, object]:
        """Return what decides the result beside inputs and files: JSON values."""
        key = self._typed(key)
        form = {} if self.form is None else {"form": self.form}
        return {
            "stage": self.name,
            "of": {name: value for name, value in key.items() if name != "part"},
            "settings": values_of(plain(settings), self._deciding(settings, key)),
            **form,
            **self.derived(settings, **key),
        }

    def inputs(self, run: Path, settings: RunSettings, **key: object) -> dict[str, list[Path]]:
        """Return the manifests and files of the run that a job reads, by name."""
        found = self.reads(Path(run), settings, **self._typed(key))
        return {name: _listed(paths) for name, paths in found.items()}

    def outputs(self, run: Path, settings: RunSettings, **key: object) -> list[Path]:
        """Return the manifests and files that a job leaves; keys not given become wildcards."""
        wild = {name: f"{{{name}}}" for name in self.keys}
        return list(self.makes(Path(run), settings, **wild | self._typed(key)))

    def user_files(self, settings: RunSettings, **key: object) -> list[Path]:
        """Return the user's files that decide a job, those that exist.

        Of one that is missing, the work says what to do.
        """
        key = self._typed(key)
        if self.files is not None:
            named = self.files(settings, **key)
        else:
            named = named_by(self._deciding(settings, key), settings)
        paths = (Path(file).expanduser() for file in named if file)
        return list(dict.fromkeys(path for path in paths if path.exists()))

    def _deciding(self, settings: RunSettings, key: Mapping[str, object]) -> list[str]:
        if callable(self.decided_by):
            return list(self.decided_by(settings, **key))
        return self._filled(self.decided_by, key)

    @staticmethod
    def _filled(names: Iterable[str], key: Mapping[str, object]) -> list[str]:
        return [name.format(**key) for name in names]

    @staticmethod
    def _typed(key: Mapping[str, object]) -> dict[str, object]:
        return {
            name: int(value) if name in NUMBERS and str(value).isdecimal() else value
            for name, value in key.items()
        }


def _listed(paths: Path | Sequence[Path]) -> list[Path]:
    return [paths] if isinstance(paths, Path) else list(paths)


def _digest_of(paths: Sequence[Path], run: Path) -> str:
    """Return one digest of inputs; how a stage was cut into parts does not show in it."""
    from activation_atlas import stores  # it loads zarr, which the workflow does without

    found: dict[str, str] = {}
    for path in paths:
        sealed = stores.manifest(path) if path.suffix == ".json" else {}
        name, below = path.relative_to(run).as_posix(), path.parent.relative_to(run).as_posix()
        if "stores" in sealed:
            found |= {f"{below}/{store}": digest for store, digest in sealed["stores"].items()}
        else:
            found[name] = sealed.get("digest") or _content_of(path)
    return next(iter(found.values())) if len(found) == 1 else stores.digest_of(found)


def _content_of(path: Path) -> str:
    """Return the SHA-256 of a file, or over names and sizes of a folder's images."""
    from activation_atlas.images.files import IMAGE_ENDINGS, files_below, fingerprint

    try:
        if path.is_dir():
            return fingerprint(files_below(path, IMAGE_ENDINGS))
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise AtlasError(f"{path} can't be read ({error.strerror}).") from error

import fcntl
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from activation_atlas.errors import AtlasError
from activation_atlas.figures.catalogue import chosen
from activation_atlas.paths import run_path
from activation_atlas.pipeline import STAGES
from activation_atlas import settings
from activation_atlas.settings.derived import (
    dictionary_images,
    dictionary_layers,
    subset_of,
)


def settings_of(config: dict) -> settings.RunSettings:
    """Return the settings that the config gives; a mistake ends the run with one sentence."""
    try:
        parsed = settings.parse(settings.RunSettings, config)
        chosen(parsed.figures.numbers)
        return parsed
    except AtlasError as error:
        sys.exit(f"error: {error}")


def one_of(names: Iterable[str]) -> str:
    """Return the regular expression of exactly these names."""
    return "|".join(re.escape(name) for name in names)


def inputs(stage: str, **key: str) -> Callable:
    """Return an input function: what a job of a stage reads, of the run and of the user's."""

    def found(wildcards) -> dict[str, list[str]]:
        job = key | dict(wildcards)
        read = STAGES[stage].inputs(RUN, SETTINGS, **job)
        files = STAGES[stage].user_files(SETTINGS, **job)
        return {
            name: [str(path) for path in paths]
            for name, paths in (read | {"files": files}).items()
        }

    return found


def outputs(stage: str, **key: str) -> list[str]:
    """Return what a stage leaves, with wildcards for the keys that are not given."""
    return [str(path) for path in STAGES[stage].outputs(RUN, SETTINGS, **key)]


def decided_by(stage: str, **key: str) -> Callable:
    """Return a params function: the stage, its keys and the settings that decide the result."""
    return lambda wildcards: STAGES[stage].params(SETTINGS, **key, **dict(wildcards))


def told(folder: str, ending: str, stage: str, **key: str) -> str:
    """Return the file in which the jobs of a stage are told of, e.g. their log."""
    names = (key.get(name, f"{{{name}}}") for name in STAGES[stage].keys)
    return f"{'/'.join((str(RUN), folder, stage, *names))}{ending}"


def log_of(stage: str, **key: str) -> str:
    """Return the log of a stage's jobs."""
    return told("logs", ".log", stage, **key)


def times_of(stage: str, **key: str) -> str:
    """Return the file of the time and the memory that a stage's jobs take."""
    return told("benchmarks", ".tsv", stage, **key)


def larger(mem_mb: int) -> Callable:
    """Return a resource function: so much memory, and twice as much when a job is tried again."""
    return lambda wildcards, attempt: mem_mb * attempt


def hold_lock() -> None:
    """Keep other runs out of this run's folder; the kernel lets go of the lock even after SIGKILL.

    Snakemake's own lock outlives a killed run and has to be removed by hand.
    """
    global LOCK
    path = RUN / ".lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    LOCK = path.open("w")
    path.touch()
    try:
        fcntl.flock(LOCK, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(
            f"error: Another run is at work in {RUN.resolve()}: wait for its end, or stop it."
        )


def repeat_mistakes() -> None:
    """Say again what went wrong, below all that Snakemake says of a job that ended."""
    began = (RUN / ".lock").stat().st_mtime
    for log_file in sorted(RUN.glob("logs/**/*.log")):
        if log_file.stat().st_mtime >= began:
            for line in log_file.read_text(errors="replace").splitlines():
                if line.startswith("error: "):
                    print(f"\nStopped: {line.removeprefix('error: ')}", file=sys.stderr)


SETTINGS = settings_of(config)
RUN = run_path(SETTINGS.run)
DICTIONARY_LAYERS = dictionary_layers(SETTINGS)
DICTIONARY_IMAGES = dictionary_images(SETTINGS)
# auto takes a GPU where a job finds one; only a GPU that is named is asked of the scheduler.
GPUS = 1 if SETTINGS.device.name.startswith("cuda") else 0

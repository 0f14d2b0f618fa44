import fcntl
import re
import sys
from collections.abc import Callable, Iterable

from activation_atlas.errors import AtlasError
from activation_atlas.figures.catalogue import chosen
from activation_atlas.pipeline.rules import Rules
from activation_atlas import settings
from activation_atlas.settings.derived import (
    dictionary_images,
    dictionary_layers,
    neurons_layer,
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


def larger(mem_mb: int) -> Callable:
    """Return a resource function: so much memory, and twice as much when a job is tried again."""
    return lambda wildcards, attempt: mem_mb * attempt


def hold_lock() -> None:
    """Keep other runs out of this run's folder; the kernel lets go of the lock even after SIGKILL.

    Snakemake's own lock outlives a killed run and has to be removed by hand.
    """
    global LOCK
    path = STAGES.run / ".lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    LOCK = path.open("w")
    path.touch()
    try:
        fcntl.flock(LOCK, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(
            f"error: Another run is at work in {STAGES.run.resolve()}: wait for its end, or stop it."
        )


def repeat_mistakes() -> None:
    """Say again what went wrong, below all that Snakemake says of a job that ended."""
    began = (STAGES.run / ".lock").stat().st_mtime
    for log_file in sorted(STAGES.run.glob("logs/**/*.log")):
        if log_file.stat().st_mtime >= began:
            for line in log_file.read_text(errors="replace").splitlines():
                if line.startswith("error: "):
                    print(f"\nStopped: {line.removeprefix('error: ')}", file=sys.stderr)


SETTINGS = settings_of(config)
STAGES = Rules(SETTINGS)
DICTIONARY_LAYERS = dictionary_layers(SETTINGS)
DICTIONARY_IMAGES = dictionary_images(SETTINGS)
# auto takes a GPU where a job finds one; only a GPU that is named is asked of the scheduler.
GPUS = 1 if SETTINGS.device.name.startswith("cuda") else 0

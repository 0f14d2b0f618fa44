"""Run one stage in this process; print its seconds, CPU seconds and peak memory as JSON.

python stage.py STAGE RUN THREADS
"""

import json
import logging
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from run import LAYER, MAP, settings_of

from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings
from activation_atlas.settings.derived import subset_of


def catalogue(run: Path, settings: RunSettings, threads: int) -> None:
    """List all images and look at each."""
    from activation_atlas.images import build_catalogue

    build_catalogue(run, settings.images, settings.seed, 224, threads)


def staged(name: str, **key: object) -> Callable[[Path, RunSettings, int], None]:
    """Return what does a stage of the map at the measured layer."""

    def work(run: Path, settings: RunSettings, threads: int) -> None:
        STAGES[name].make(run, settings, threads, **key)

    return work


def neighbours(run: Path, settings: RunSettings, threads: int) -> None:
    """Find the nearest fitted samples of every sample."""
    subset = subset_of(settings.maps[MAP])
    STAGES["neighbours"].make(run, settings, threads, layer=LAYER, subset=subset)


def exemplars(run: Path, settings: RunSettings, threads: int) -> None:
    """Cut the patches of all grids."""
    for side in settings.maps[MAP].sides:
        STAGES["exemplars"].make(run, settings, threads, layer=LAYER, map_name=MAP, side=side)


OF_MAP = {"layer": LAYER, "map_name": MAP}
# Each stage with what it writes, which is removed beforehand.
MEASURED: dict[str, tuple[Callable, tuple[str, ...]]] = {
    "catalogue": (catalogue, ("images",)),
    "gather": (staged("gather"), (f"samples/{LAYER}/index.json", f"samples/{LAYER}/moments.zarr")),
    "neighbours": (neighbours, ("neighbours",)),
    "layout": (staged("layout", **OF_MAP), ("layout",)),
    "cells": (staged("cells", **OF_MAP), ("cells",)),
    "exemplars": (exemplars, ("exemplars",)),
    "page": (staged("export", **OF_MAP), ("atlas",)),
}


def measure(name: str, run: Path, threads: int) -> dict[str, float]:
    """Run a stage anew; return what it took."""
    work, made = MEASURED[name]
    for path in (run / part for part in made):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    settings = settings_of(run)
    start, busy = time.perf_counter(), sum(os.times()[:4])
    work(run, settings, threads)
    seconds, busy = time.perf_counter() - start, sum(os.times()[:4]) - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return {"seconds": round(seconds, 1), "cpu_seconds": round(busy, 1), "peak_mb": round(peak)}


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))

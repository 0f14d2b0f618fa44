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

from activation_atlas.settings import RunSettings


def catalogue(run: Path, settings: RunSettings, threads: int) -> None:
    """List all images and look at each."""
    from activation_atlas.images import build_catalogue

    build_catalogue(run, settings.images, settings.seed, 224, threads)


def gather(run: Path, settings: RunSettings, threads: int) -> None:
    """Join the shards: index, moments, agreement of the labels."""
    from activation_atlas.samples import gather

    gather(run, settings)


def neighbours(run: Path, settings: RunSettings, threads: int) -> None:
    """Find the nearest fitted samples of every sample."""
    from activation_atlas.layout import find_neighbours, subset_of

    find_neighbours(run, LAYER, subset_of(settings.maps[MAP]), settings, threads)


def layout(run: Path, settings: RunSettings, threads: int) -> None:
    """Lay out the fitted samples, place the others, measure both, plot."""
    from activation_atlas.layout import lay_out

    lay_out(run, LAYER, MAP, settings)


def cells(run: Path, settings: RunSettings, threads: int) -> None:
    """Average over the cells of four grids, rank the classes, find the exemplars."""
    from activation_atlas.atlas.cells import build_cells

    build_cells(run, LAYER, MAP, settings, threads)


def exemplars(run: Path, settings: RunSettings, threads: int) -> None:
    """Cut the patches of all grids."""
    from activation_atlas.atlas.exemplars import cut_exemplars

    for side in settings.maps[MAP].sides:
        cut_exemplars(run, LAYER, MAP, side, settings, threads)


def page(run: Path, settings: RunSettings, threads: int) -> None:
    """Write the map's tiles and data for the page."""
    from activation_atlas.viewer.export import export_map

    export_map(run, LAYER, MAP, settings)


# Each stage with what it writes, which is removed beforehand.
STAGES: dict[str, tuple[Callable, tuple[str, ...]]] = {
    "catalogue": (catalogue, ("images",)),
    "gather": (gather, (f"samples/{LAYER}/index.json", f"samples/{LAYER}/moments.zarr")),
    "neighbours": (neighbours, ("neighbours",)),
    "layout": (layout, ("layout",)),
    "cells": (cells, ("cells",)),
    "exemplars": (exemplars, ("exemplars",)),
    "page": (page, ("atlas",)),
}


def measure(name: str, run: Path, threads: int) -> dict[str, float]:
    """Run a stage anew; return what it took."""
    work, made = STAGES[name]
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

"""Seconds and peak memory of each stage at 10,000, 100,000 and a million samples.

    python benchmarks/scale.py [--samples 10000 100000 1000000] [--stages cells page] [--folder F]

Samples of 512 channels with attributions to 1,000 classes are made up as clusters of known
structure, on disk as a run has them; each stage then runs on them in a fresh process, all reading
and writing included. What is measured is merged into what was measured before and drawn in
docs/scale.png. With a folder (16 GB for a million samples) the runs stay there, so that single
stages can be measured again.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from activation_atlas.environment import ENVIRONMENT
from machine import describe

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "scale.json"
# In the order of a run, each with the input that has to be written before it.
STAGES = {
    "catalogue": "images",
    "gather": "samples",
    "neighbours": None,
    "layout": None,
    "cells": None,
    "exemplars": None,
    "page": "icons",
}


def measure(stage: str, run: Path, samples: int, threads: int) -> dict[str, float]:
    """Return the seconds, CPU seconds and peak MB of one stage."""
    if STAGES[stage]:
        _run("inputs.py", STAGES[stage], str(run), str(samples))
    return json.loads(_run("stage.py", stage, str(run), str(threads)))


def quality_of(run: Path) -> dict[str, float]:
    """Return how faithful the layout of the run is."""
    found = json.loads(next(run.glob("layout/*/*.quality.json")).read_text())
    return {name: found[name] for name in sorted(found) if name.startswith("trust")}


def _run(script: str, *arguments: str) -> str:
    environment = os.environ | ENVIRONMENT | {"PYTHONUNBUFFERED": "1"}
    command = [sys.executable, str(HERE / "scale" / script), *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    return done.stdout


def main() -> None:
    """Measure, print a table, keep the numbers and draw them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--stages", nargs="+", choices=STAGES, default=list(STAGES))
    parser.add_argument("--folder", type=Path, help="where the runs are kept")
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        for samples in chosen.samples:
            run = (chosen.folder or Path(made)) / str(samples)
            for stage in chosen.stages:
                row = measure(stage, run, samples, chosen.threads)
                if stage == "layout":
                    row |= quality_of(run)
                print(f"{samples:9} {stage:12}", *(f"{k} {v}" for k, v in row.items()), flush=True)
                _keep(stage, samples, row, chosen.threads)
    _tell()
    _run("plot.py", str(RESULTS), str(HERE.parent / "docs" / "scale.png"))


def _tell() -> None:
    """Print all that is known: seconds / peak MB, and bytes a sample of the last step up."""
    for stage, rows in json.loads(RESULTS.read_text())["stages"].items():
        cells = "".join(f"{row['seconds']:8} / {row['peak_mb']:5}" for row in rows.values())
        print(f"{stage:12}{cells}{growth(rows)!s:>8} bytes a sample")


def growth(rows: dict[str, dict[str, float]]) -> int | None:
    """Return how many bytes of peak memory a further sample takes, between the largest two runs."""
    if len(rows) < 2:
        return None
    (few, low), (many, high) = list(rows.items())[-2:]
    return round((high["peak_mb"] - low["peak_mb"]) * 1e6 / (int(many) - int(few)))


def _keep(stage: str, samples: int, row: dict[str, float], threads: int) -> None:
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"stages": {}}
    stages = kept["stages"]
    stages.setdefault(stage, {})[str(samples)] = row
    ordered = {
        name: dict(sorted(stages[name].items(), key=lambda item: int(item[0])))
        for name in STAGES
        if name in stages
    }
    facts = {"channels": 512, "classes": 1000, "threads": threads, "machine": describe()}
    RESULTS.write_text(json.dumps({**facts, "stages": ordered}, indent=1) + "\n")


if __name__ == "__main__":
    main()

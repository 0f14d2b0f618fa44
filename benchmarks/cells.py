"""A million synthetic samples into the cells of four grids: seconds and peak memory.

    python benchmarks/cells.py [--folder SCRATCH] [--samples 1000000] [--threads 2]

Writes sparse, ReLU-like float16 activations of 512 channels on disk, with and without the
attribution to 1,000 classes, and measures `build_cells` on both, each in a fresh process that
includes every read from disk.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from activation_atlas import stores
from activation_atlas.atlas.cells import build_cells
from activation_atlas.layout import layout_path
from activation_atlas.samples.store import index_path, shard_path
from activation_atlas.settings import RunSettings, parse
from machine import describe

CHANNELS, CLASSES, SHARD = 512, 1000, 1024
SIDES = [20, 40, 80, 160]
RESULTS = Path(__file__).parent / "results" / "cells.json"


def write_samples(run: Path, samples: int, classes: int | None) -> None:
    """Write made-up samples, their index and a layout like a cloud of blobs."""
    rng = np.random.default_rng(0)
    shards = []
    for number, start in enumerate(range(0, samples, SHARD)):
        count = min(SHARD, samples - start)
        raw = rng.standard_normal((count, CHANNELS), np.float32)
        arrays = {"activation": np.maximum(raw - 0.5, 0).astype(np.float16)}
        if classes:
            raw = rng.standard_normal((count, classes), np.float32)
            arrays["attribution"] = (0.1 * raw).astype(np.float16)
        stores.write(shard_path(run, "layer", number), arrays, {})
        shards.append({"name": f"{number:05d}", "count": count})
    index = {
        "channels": CHANNELS,
        "shards": shards,
        "count": samples,
        "classes": classes,
        "digest": "made up",
    }
    stores.write_manifest(index_path(run, "layer"), index, {})
    blobs = rng.random((60, 2))[rng.integers(60, size=samples)]
    unit = (blobs + 0.06 * rng.standard_normal((samples, 2))).astype(np.float32)
    layout = {
        "sample": np.arange(samples, dtype=np.uint32),
        "unit": unit,
        "inside": ((unit >= 0) & (unit <= 1)).all(axis=1),
    }
    stores.write(layout_path(run, "layer", "umap"), layout, {})


def settings() -> RunSettings:
    """Return settings with the four grids."""
    return parse(RunSettings, {"maps": {"umap": {"sides": SIDES}}})


def measure(run: Path, threads: int) -> dict:
    """Build the cells in a fresh process; return seconds and GB at the peak."""
    command = [sys.executable, __file__, "--folder", str(run), "--threads", str(threads), "--build"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def build(run: Path, threads: int) -> dict:
    """Build the cells here; return seconds and GB at the peak."""
    start = time.perf_counter()
    build_cells(run, "layer", "umap", settings(), threads=threads)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return {"seconds": round(seconds, 1), "peak_gb": round(peak, 2)}


def main() -> None:
    """Write the samples, measure, print a table and keep the numbers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, help="where the samples are written for a while")
    parser.add_argument("--samples", type=int, default=1_000_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--build", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.build:
        print(json.dumps(build(chosen.folder, chosen.threads)))
        return
    measured = {}
    for label, classes in {"activation": None, "activation and attribution": CLASSES}.items():
        with tempfile.TemporaryDirectory(dir=chosen.folder) as run:
            write_samples(Path(run), chosen.samples, classes)
            measured[label] = measure(Path(run), chosen.threads)
        row = measured[label]
        print(f"{label:28} {row['seconds']:8.1f} s {row['peak_gb']:8.2f} GB", flush=True)
    facts = {
        "samples": chosen.samples,
        "channels": CHANNELS,
        "classes": CLASSES,
        "sides": SIDES,
        "threads": chosen.threads,
        "machine": describe(),
        "measured": measured,
    }
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    main()

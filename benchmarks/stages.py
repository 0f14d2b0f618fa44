"""The time and memory of each stage of a run, from the benchmark files that its jobs left.

    python benchmarks/stages.py [--run results/photos]

`make benchmark` makes the default atlas first, or finds it made.
"""

import argparse
import csv
import json
from collections import defaultdict
from pathlib import Path

RESULTS = Path(__file__).parent / "results" / "stages.json"
# In the order in which a run computes them.
STAGES = ("network", "catalogue", "samples", "gather", "neighbours", "layout", "cells")
STAGES += ("exemplars", "icons", "export", "page")


def jobs_of(run: Path) -> dict[str, list[dict[str, str]]]:
    """Return the benchmark rows of all jobs by stage."""
    found = defaultdict(list)
    for path in sorted((run / "benchmarks").rglob("*.tsv")):
        stage = path.relative_to(run / "benchmarks").parts[0].removesuffix(".tsv")
        with path.open(newline="") as lines:
            found[stage] += csv.DictReader(lines, delimiter="\t")
    return found


def total(jobs: list[dict[str, str]]) -> dict[str, float]:
    """Return the number of jobs, their summed seconds and the largest memory of one in MB."""
    return {
        "jobs": len(jobs),
        "seconds": round(sum(float(job["s"]) for job in jobs), 1),
        "cpu_seconds": round(sum(_number(job["cpu_time"]) for job in jobs), 1),
        "peak_mb": round(max(_number(job["max_rss"]) for job in jobs)),
    }


def _number(text: str) -> float:
    """Return a measured number; a job too short to be measured has none."""
    return 0.0 if text in ("NA", "-") else float(text)


def main() -> None:
    """Print a table and keep the numbers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--run", type=Path, default=Path("results/photos"))
    run = parser.parse_args().run
    found = jobs_of(run)
    if not found:
        raise SystemExit(f"{run} holds no benchmark files: make an atlas first.")
    stages = {stage: total(found[stage]) for stage in STAGES if found[stage]}
    print(f"{'stage':12}{'jobs':>6}{'seconds':>10}{'CPU s':>10}{'MB':>8}")
    for stage, row in stages.items():
        print(f"{stage:12}{row['jobs']:6}{row['seconds']:10}{row['cpu_seconds']:10}", end="")
        print(f"{row['peak_mb']:8}")
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps({"run": run.name, "stages": stages}, indent=1) + "\n")


if __name__ == "__main__":
    main()

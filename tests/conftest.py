"""What tests of several rooms need, how many threads they have, and which files come first."""

import fcntl
import math
import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from activation_atlas import stores
from activation_atlas.paths import catalogue_path, index_path, network_path, shard_path

# As many processes test as there are cores. It is read when torch is loaded: not before this.
os.environ |= {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"}

LONG = ("tests/cluster/", "tests/workflow/")
SCALE = ("tests/cluster/", "tests/workflow/test_kill.py")


@pytest.fixture(scope="session")
def made_once(tmp_path_factory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Return a function that gives a folder which whichever process needs it first fills.

    Nobody may change it.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def give(name: str, fill: Callable[[Path], None]) -> Path:
        folder, filled = shared / name, shared / f"{name}.filled"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not filled.exists():
                shutil.rmtree(folder, ignore_errors=True)  # another process failed to fill it
                folder.mkdir()
                fill(folder)
                filled.touch()
        return folder

    return give


@pytest.fixture
def write_samples() -> Callable:
    """Return a function that writes arrays of samples as the shards of one layer."""

    def write(
        run: Path,
        activation: np.ndarray,
        attribution: np.ndarray | None = None,
        shard: int = 100,
        layer: str = "layer",
        families: list[str] | None = None,
    ) -> None:
        arrays = {
            "activation": activation.astype(np.float16),
            "position": np.tile(np.int16([[3, 4]]), (len(activation), 1)),
            "image": np.arange(len(activation), dtype=np.uint32),
        }
        if attribution is not None:
            arrays["attribution"] = attribution.astype(np.float16)
        shards = []
        for number, start in enumerate(range(0, len(activation), shard)):
            part = {name: array[start : start + shard] for name, array in arrays.items()}
            stores.write(shard_path(run, layer, number), part, {})
            shards.append({"name": f"{number:05d}", "count": len(part["image"])})
        classes = None if attribution is None else attribution.shape[1]
        index = {
            "channels": activation.shape[1],
            "shards": shards,
            "count": len(activation),
            "skipped": [],
            "classes": classes,
            "digest": stores.digest(arrays),
        }
        stores.write_manifest(index_path(run, layer), index, {})
        facts = {
            "name": "made up",
            "input_size": 64,
            "classes": [f"class {i}" for i in range(classes or 3)],
            "families": families,
            "layers": {layer: {"channels": activation.shape[1], "height": 8, "width": 8}},
        }
        stores.write_manifest(network_path(run), facts, {})
        stores.write_manifest(catalogue_path(run), {"digest": "made up"}, {})

    return write


@pytest.fixture
def short(monkeypatch):
    """Return a recipe of two steps, which is registered meanwhile."""
    from activation_atlas.recipes import RECIPES  # it loads torch: for pictures alone

    stage = replace(RECIPES["olah2017"].stages[0], steps=2)
    recipe = replace(RECIPES["olah2017"], name="short", stages=(stage,))
    monkeypatch.setitem(RECIPES, recipe.name, recipe)
    return recipe


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the files first that took longest last time, lest one process ends long after others."""
    took = config.cache.get("atlas/seconds", {}) if hasattr(config, "cache") else {}

    def seconds(item: pytest.Item) -> float:
        file = item.nodeid.partition("::")[0]
        return took.get(file, math.inf if file.startswith(LONG) else 0)

    items.sort(key=seconds, reverse=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Note how long each file took, and name the cases of scale that passed.

    These are a cluster's, skipped where there is none, and kills.
    """
    _note_seconds(terminalreporter)
    for report in terminalreporter.getreports("passed"):
        if report.when == "call" and report.nodeid.startswith(SCALE):
            told = "".join(f" {name} {value}" for name, value in report.user_properties)
            terminalreporter.write_line(f"PASSED {report.nodeid}{told}")


def _note_seconds(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [
        report
        for outcome in ("", "passed", "failed", "error")  # "" is of fixtures
        for report in terminalreporter.getreports(outcome)
        if isinstance(report, pytest.TestReport)
    ]
    took = Counter()
    for report in reports:
        took[report.nodeid.partition("::")[0]] += report.duration
    if hasattr(terminalreporter.config, "cache"):
        cache = terminalreporter.config.cache
        cache.set("atlas/seconds", cache.get("atlas/seconds", {}) | took)

"""What tests of several rooms need: a results folder with made-up samples, a short recipe."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from activation_atlas import stores
from activation_atlas.paths import catalogue_path, index_path, network_path, shard_path

SCALE = ("tests/cluster/", "tests/workflow/test_kill.py")


@pytest.fixture(scope="session")
def one_thread() -> Iterator[None]:
    """Let torch compute in one thread."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the cases of scale that passed: a cluster's, skipped where there is none, and kills."""
    for report in terminalreporter.getreports("passed"):
        if report.when == "call" and report.nodeid.startswith(SCALE):
            told = "".join(f" {name} {value}" for name, value in report.user_properties)
            terminalreporter.write_line(f"PASSED {report.nodeid}{told}")

"""Real runs of the workflow, small enough for a test."""

import copy
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SNAKEFILE = ROOT / "workflow" / "Snakefile"
SMALL = {
    "network": {"layers": ["blocks.4.2"]},
    "images": {"crops": 4},
    "samples": {"shard_size": 16},
    "maps": {"umap": {"neighbours": 8, "epochs": 50, "sides": [2, 4], "minimum": 1}},
    "cells": {"exemplars": 2, "patch": 24},
    "icons": {"size": 32, "steps": 2, "tile": 2},
    "device": {"micro_batch": 2},
}


@dataclass(frozen=True)
class Workflow:
    """The workflow with its own folder for results."""

    folder: Path
    config: dict
    arguments: tuple[str, ...] = field(default=())

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of a run with further arguments."""
        values = [f"{key}={json.dumps(value)}" for key, value in self.config.items()]
        call = [sys.executable, "-m", "snakemake", "--snakefile", str(SNAKEFILE)]
        call += ["--directory", str(self.folder), "--cores", "2", "--max-threads", "1"]
        return [*call, *self.arguments, *arguments, "--config", *values]

    def run(self, *arguments: str, env: dict | None = None) -> subprocess.CompletedProcess:
        """Run the workflow to its end; its output lies in stdout."""
        return subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=os.environ | (env or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=400,
        )

    def start(self, *arguments: str) -> subprocess.Popen:
        """Start the workflow as the leader of a process group of its own."""
        return subprocess.Popen(
            self.command(*arguments),
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def results(self) -> Path:
        """Return the folder of the run's results."""
        return self.folder / "results" / self.config.get("run", "photos")

    def with_config(self, config: dict) -> "Workflow":
        """Return the same folder with another config."""
        return Workflow(self.folder, config, self.arguments)

    def digests(self) -> dict[str, str]:
        """Return the SHA-256 of every result, by its path; logs and benchmarks hold times."""
        found = {}
        for path in sorted(self.results().rglob("*")):
            name = path.relative_to(self.results())
            if path.is_file() and name.parts[0] not in ("logs", "benchmarks"):
                found[str(name)] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found


@pytest.fixture
def small() -> dict:
    """Return the overrides that cut the default config down."""
    return copy.deepcopy(SMALL)


@pytest.fixture
def workflow(tmp_path) -> Callable[..., Workflow]:
    """Return a function that gives the workflow a fresh folder and a config."""
    return lambda config, *arguments: Workflow(tmp_path, config, arguments)


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory) -> Workflow:
    """Return a small default run that has ended well."""
    done = Workflow(tmp_path_factory.mktemp("undisturbed"), SMALL)
    ended = done.run()
    assert ended.returncode == 0, ended.stdout
    return done

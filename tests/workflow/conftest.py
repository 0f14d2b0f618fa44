"""Real runs of the workflow, small enough for a test."""

import copy
from collections.abc import Callable
from pathlib import Path

import pytest
from running import Workflow

SMALL = {
    "network": {"layers": ["blocks.4.2"]},
    "images": {"crops": 4},
    "maps": {"umap": {"neighbours": 8, "epochs": 50, "sides": [2, 4], "minimum": 1}},
    "cells": {"exemplars": 2, "patch": 24},
    "icons": {"size": 32, "steps": 2},
    "stores": {"images": 16, "cells": 2},
    "device": {"micro_batch": 2},
}


@pytest.fixture
def small() -> dict:
    """Return the overrides that cut the default config down."""
    return copy.deepcopy(SMALL)


@pytest.fixture
def workflow(tmp_path) -> Callable[..., Workflow]:
    """Return a function that gives the workflow a fresh folder and a config."""
    return lambda config, *arguments: Workflow(tmp_path, config, arguments)


@pytest.fixture(scope="session")
def undisturbed(made_once) -> Workflow:
    """Return a small default run that has ended well; nothing but dry runs may start in it."""

    def make(folder: Path) -> None:
        ended = Workflow(folder, SMALL).run()
        assert ended.returncode == 0, ended.stdout

    return Workflow(made_once("undisturbed", make), SMALL)

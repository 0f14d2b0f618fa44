"""The run that is measured: where its images lie, and its settings, those of config/imagenet.yaml.

Only `fit` differs: 200,000 samples are laid out by UMAP itself, the rest is placed among them.
"""

from pathlib import Path

import yaml

from activation_atlas.settings import RunSettings, parse

LAYER, MAP = "layer", "umap"
PAPER = Path(__file__).parents[2] / "config" / "imagenet.yaml"
FIT = 200_000


def images_folder(run: Path) -> Path:
    """Return the folder of the tar shards."""
    return run / "tars"


def settings_of(run: Path) -> RunSettings:
    """Return the settings of the run in the folder `run`."""
    paper = yaml.safe_load(PAPER.read_text())
    return parse(
        RunSettings,
        {
            "network": {"layers": [LAYER]},
            "images": {"source": "tar", "path": str(images_folder(run))},
            "samples": paper["samples"],
            "maps": {MAP: {**paper["maps"]["umap"], "fit": FIT}},
            "cells": paper["cells"],
            "icons": paper["icons"],
        },
    )

from dataclasses import replace

import pytest

from activation_atlas.images import build_catalogue
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse

SIZE = 64


@pytest.fixture(scope="session")
def settings():
    """Two views of each sample photo, 64 pixels a side, in shards of 15."""
    return parse(
        RunSettings,
        {
            "network": {"layers": ["blocks.4.2", "blocks.2.1"]},
            "images": {"crops": 2, "size": SIZE},
            "stores": {"images": 15},
            "cells": {"patch": 32},
            "device": {"name": "cpu", "dtype": "float32"},
        },
    )


@pytest.fixture(scope="session")
def prepare(settings):
    """Return a function that describes network and images in a results folder."""

    def prepare(run, **changed):
        mine = replace(settings, **changed)
        STAGES["network"].make(run, mine)
        build_catalogue(run, mine.images, mine.seed, SIZE, 1)
        return mine

    return prepare

import numpy as np
import pytest

from activation_atlas.dictionaries.categories import responses, shares
from activation_atlas.figures import categories
from activation_atlas.images import build_catalogue
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets.studio import Studio
from made_up import studio_of

CONFIG = {
    "images": {"size": 64, "crops": 2},
    "cells": {"patch": 48},
    "device": {"name": "cpu"},
}


@pytest.fixture
def studio(short, tmp_path, monkeypatch) -> Studio:
    monkeypatch.setattr(categories, "RECIPE", "short")
    monkeypatch.setattr(categories, "SIZE", 32)
    settings = parse(RunSettings, CONFIG)
    build_catalogue(tmp_path, settings.images, 0, 64, 1)
    return studio_of(5, tmp_path, settings)


def test_channels_stand_beside_their_categories(studio):
    made = categories.by_category(studio)
    assert list(made.curves) == [f"channel {number}" for number in made.settings["channels"]]
    assert made.image.width > 700


@pytest.mark.parametrize("dead", [[1], [0, 1, 2, 3]])
def test_channels_that_answer_to_all_alike_have_no_chart(studio, monkeypatch, dead):
    def some_dead(*asked):
        found = responses(*asked)
        found.activation[:, dead] = 0
        return found

    drawn = []
    monkeypatch.setattr(categories, "responses", some_dead)
    monkeypatch.setattr(categories, "sheet", lambda title, rows, *_: drawn.extend(rows))
    assert len(categories.by_category(studio).curves) == 4
    assert [number for number, (_, chart) in enumerate(drawn) if chart is None] == dead


def test_colours_go_to_what_is_answered_to_most_strongly():
    category = [f"kind {number:02d}" for number in range(20)]
    table = shares(np.arange(20.0), category)
    colours = categories._colours([table])
    assert len(colours) == len(categories.SHADES) and min(colours) > "kind 09"
    stacked = categories._stacked(table, colours)
    *names, last = [name for name, _ in stacked]
    assert set(names) == set(colours) and names[0] in ("kind 18", "kind 19") and last == "others"
    np.testing.assert_allclose(sum(share for _, share in stacked), 1)


def test_charts_fill_every_bin_that_has_images():
    chart = categories._chart(shares(np.arange(20.0), 20 * ["x"]), {"x": (0.0, 0.0, 1.0)})
    assert chart.dtype == np.uint8 and chart.shape == (260, 760, 3)
    assert (chart == (0, 0, 255)).all(2).mean() > 0.4

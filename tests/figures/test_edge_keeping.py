"""Figure 25 on a small scale."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from activation_atlas.figures import edge_keeping
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets.studio import Studio
from made_up import studio_of


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Studio:
    for name in ("OYGARD", "TYKA"):
        monkeypatch.setattr(edge_keeping, name, getattr(edge_keeping, name).with_steps(4))
    return studio_of(25, tmp_path, parse(RunSettings, {"figures": {"size": 64}}))


def test_both_filters_stand_side_by_side(studio) -> None:
    figure = edge_keeping.pelican(studio)
    assert figure.number == 25 and figure.title.startswith("Pelican 144")
    assert list(figure.curves) == [
        f"{filtered}, start {start}"
        for filtered in ("bilateral filter", "Gaussian blur")
        for start in (1, 2)
    ]
    assert all(curve.shape == (4,) for curve in figure.curves.values())
    assert list(figure.settings["recipes"]) == ["tyka2016", "oygard2015"]
    assert figure.settings["size"] == 77
    assert "a canvas of 77 pixels" in figure.caption


def test_both_filters_begin_with_the_same_noise(studio, monkeypatch) -> None:
    starts, whole = [], edge_keeping.render

    def render(network, recipe, order):
        pictures = list(whole(network, recipe, replace(order, snapshots=[0])))
        starts.append([picture.snapshots[0] for picture in pictures])
        return pictures

    monkeypatch.setattr(edge_keeping, "render", render)
    figure = edge_keeping.pelican(studio)
    bilateral, gaussian = starts
    np.testing.assert_array_equal(bilateral, gaussian)
    assert (gaussian[0] != gaussian[1]).any()
    recipes = figure.settings["recipes"].values()
    assert {recipe["seeded_as"] for recipe in recipes} == {"oygard2015"}

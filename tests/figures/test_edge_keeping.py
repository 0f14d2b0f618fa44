"""Figure 25 on a small scale."""

from pathlib import Path

import pytest

from activation_atlas.figures import edge_keeping
from activation_atlas.figures.studio import Studio
from activation_atlas.settings import RunSettings, parse


def test_both_filters_stand_side_by_side(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("OYGARD", "TYKA"):
        monkeypatch.setattr(edge_keeping, name, getattr(edge_keeping, name).with_steps(4))
    figure = edge_keeping.pelican(Studio(tmp_path, parse(RunSettings, {"figures": {"size": 64}})))
    assert figure.number == 25 and figure.title.startswith("Pelican 144")
    assert list(figure.curves) == [
        f"{filtered}, start {start}"
        for filtered in ("bilateral filter", "Gaussian blur")
        for start in (1, 2)
    ]
    assert all(curve.shape == (4,) for curve in figure.curves.values())
    assert list(figure.settings["recipes"]) == ["tyka2016", "oygard2015"]
    assert figure.settings["size"] == 77

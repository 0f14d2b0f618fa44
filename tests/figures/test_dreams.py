"""Figures 20 to 23 on a small scale."""

from pathlib import Path

import pytest

from activation_atlas.figures import dreams
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets.studio import Studio
from made_up import studio_of

LAYERS = ["blocks.0.0", "blocks.1.1", "blocks.2.1"]


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Studio:
    monkeypatch.setattr(dreams, "STEPS", 1)
    monkeypatch.setattr(dreams, "LONGEST", 150)
    monkeypatch.setattr(dreams, "FRAMES", 2)
    monkeypatch.setattr(dreams, "KEPT", (0, 1))
    monkeypatch.setattr(dreams, "FRAME", 96)
    monkeypatch.setattr(dreams, "DEEPDREAM", dreams.DEEPDREAM.with_steps(4))
    monkeypatch.setattr(dreams, "LAPLACIAN", dreams.LAPLACIAN.with_steps(3))
    return studio_of(20, tmp_path, parse(RunSettings, {"figures": {"layers": LAYERS}}))


@pytest.mark.parametrize(
    ("number", "function", "layer", "photos"),
    [
        (20, dreams.low_layer, "blocks.0.0", ["chelsea"]),
        (21, dreams.sky, "blocks.1.1", ["flower", "rocket"]),
        (22, dreams.landscape, "blocks.1.1", ["china"]),
    ],
)
def test_a_photo_before_and_after(studio, number, function, layer, photos) -> None:
    figure = function(studio)
    assert figure.number == number
    assert figure.settings["layer"] == layer
    assert sorted(figure.settings["data"]["photos"]) == photos
    assert len(figure.curves) == len(photos)
    assert {curve.shape for curve in figure.curves.values()} == {(4,)}


def test_frames_and_channels_from_noise(studio) -> None:
    figure = dreams.from_noise(studio)
    assert figure.number == 23
    assert figure.settings["channels"] == [3, 17]
    assert list(figure.curves) == ["channel 3", "channel 17"]
    assert set(figure.settings["recipes"]) == {"deepdream", "deepdream-laplacian"}

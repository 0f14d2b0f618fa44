"""Figures 18 and 19 on a small scale."""

from pathlib import Path

import pytest

from activation_atlas.figures import octaves
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets.studio import Studio
from made_up import studio_of


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Studio:
    short = octaves.OYGARD.with_steps(6)
    monkeypatch.setattr(octaves, "OYGARD", short)
    monkeypatch.setattr(octaves, "STEPS", tuple(stage.steps for stage in short.stages))
    return studio_of(18, tmp_path, parse(RunSettings, {"figures": {"size": 84}}))


@pytest.mark.parametrize(
    ("number", "function", "labels"),
    [
        (18, octaves.dalmatian_and_screw, ["dalmatian 251", "screw 783"]),
        (19, octaves.saxophone, ["sax 776, start 1", "sax 776, start 2"]),
    ],
)
def test_two_pictures_and_their_first_octaves(studio, number, function, labels) -> None:
    figure = function(studio)
    assert figure.number == number
    assert list(figure.curves) == labels
    one, other = figure.curves.values()
    assert one.shape == (6,) and (one != other).any()
    assert figure.settings["size"] == octaves.whole_side(studio) == 60
    assert list(figure.settings["recipes"]) == ["oygard2015"]
    assert figure.image.width > 2 * 60 and figure.image.height > 2 * 60


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (84, "60 pixels is optimized as a whole"),
        (322, "230 pixels is optimized in random crops"),
    ],
)
def test_the_caption_says_what_the_canvas_is(studio, size, told) -> None:
    larger = studio_of(18, studio.run, parse(RunSettings, {"figures": {"size": size}}))
    assert f"the canvas of {told}" in octaves.dalmatian_and_screw(larger).caption

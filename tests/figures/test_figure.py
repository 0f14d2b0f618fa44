import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from activation_atlas.figures import figure as module
from activation_atlas.figures.figure import Figure, write


@pytest.fixture
def figure() -> Figure:
    pixels = np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    curves = {"banana": np.array([0.25, 1 / 3, np.inf], np.float32)}
    return Figure(
        7, "Bananas", "Yellow & bent.", Image.fromarray(pixels), {"seed": 3, "steps": 5}, curves
    )


def test_a_figure_becomes_a_picture_its_curves_and_its_settings(figure, tmp_path):
    write(figure, tmp_path, {})
    names = ["figure-07-curves.png", "figure-07.json", "figure-07.png"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    drawn = np.asarray(Image.open(tmp_path / "figure-07.png"))
    assert np.array_equal(drawn, np.asarray(figure.image))
    told = json.loads((tmp_path / "figure-07.json").read_text())
    assert (told["number"], told["title"], told["caption"]) == (7, "Bananas", "Yellow & bent.")
    assert (told["width"], told["height"]) == (60, 40)
    assert told["made_by"] == {"seed": 3, "steps": 5}
    assert told["curves"] == {"banana": [0.25, 0.333333, None]}


def test_the_same_figure_gives_the_same_bytes(figure, tmp_path):
    for name in ("one", "two"):
        write(figure, tmp_path / name, {})
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_figure_without_curves_leaves_no_old_ones(figure, tmp_path):
    write(figure, tmp_path, {})
    write(Figure(7, "Bananas", "", figure.image, {}), tmp_path, {})
    assert not (tmp_path / "figure-07-curves.png").exists()


@pytest.mark.parametrize(("of", "log"), [("objective", False), ("loss", True)])
def test_a_loss_is_called_one_and_has_a_logarithmic_axis(figure, tmp_path, monkeypatch, of, log):
    drawn = []
    monkeypatch.setattr(module, "plotted", lambda *given: drawn.append(given[2:]) or b"")
    told = write(replace(figure, curves_of=of), tmp_path, {})
    assert drawn == [(of, log)]
    assert told["curves_of"] == of

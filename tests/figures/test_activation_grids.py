"""Figure 9, made small."""

import numpy as np
import pytest

from activation_atlas.drawing.panel import PAPER
from activation_atlas.figures import activation_grids
from activation_atlas.figures.activation_grids import areas, mosaic
from activation_atlas.settings import RunSettings, parse
from made_up import studio_of

LAYERS = ["blocks.3.2", "blocks.4.2", "blocks.6.0"]
CONFIG = {
    "network": {"weights": "random", "layers": LAYERS},
    "device": {"name": "cpu"},
    "figures": {"layers": LAYERS},
}


def test_every_layer_has_its_grid_twice(tmp_path, monkeypatch):
    for name, small in (("WIDTH", 112), ("SIZES", (32, 32)), ("STEPS", 1)):
        monkeypatch.setattr(activation_grids, name, small)
    made = activation_grids.layers(studio_of(9, tmp_path, parse(RunSettings, CONFIG)))
    assert list(made.settings["grids"]) == LAYERS
    assert made.settings["grids"]["blocks.4.2"]["icons"]["steps"] == 1
    assert made.image.width > 2 * 112


@pytest.fixture
def icons() -> np.ndarray:
    """Icons of one colour each, all with another colour around."""
    levels = np.arange(6, dtype=np.uint8).reshape(2, 3) * 40
    made = np.tile(levels[:, :, None, None, None], (1, 1, 12, 12, 3))
    made[:, :, [0, -1]] = made[:, :, :, [0, -1]] = 255
    return made


def test_icons_lie_side_by_side_without_their_borders(icons):
    drawn = mosaic(icons, 8)
    assert drawn.shape == (16, 24, 3)
    for row, column in np.ndindex(2, 3):
        cell = drawn[8 * row : 8 * row + 8, 8 * column : 8 * column + 8]
        assert (cell == 40 * (3 * row + column)).all()


def test_the_area_of_an_icon_is_its_share(icons):
    area = np.array([[1, 0.25, 0.25], [0, 0.0625, 1]])
    drawn = mosaic(icons, 8, area)
    filled = (drawn != PAPER).any(2).reshape(2, 8, 3, 8).sum((1, 3))
    np.testing.assert_array_equal(filled, [[64, 16, 16], [1, 4, 64]])


def test_the_border_does_not_decide_the_areas():
    activation = np.zeros((3, 4, 2))
    activation[1, 1:3, 0], activation[1, 2, 1], activation[0, 0, 0] = 3, 4, 100
    np.testing.assert_allclose(areas(activation)[1, 1:3], [0.6, 1])
    assert areas(activation)[0, 0] == 1
    assert not areas(np.zeros((2, 2, 3))).any()

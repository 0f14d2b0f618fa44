import base64

import numpy as np
import pytest

from activation_atlas.viewer import grids


def test_nearest_cells_of_a_fan_are_its_neighbours():
    """Directions at equal angles: the nearest are those next to it, never itself."""
    angle = np.arange(700) * 2 * np.pi / 700
    fan = np.stack([np.cos(angle), np.sin(angle)], 1).astype(np.float32) * 7
    index, cosine = grids.nearest_cells(fan)
    away = np.abs(index - np.arange(700)[:, None])
    away = np.minimum(away, 700 - away)
    assert np.array_equal(np.sort(away, 1), np.tile([1, 1, 2, 2, 3, 3], (700, 1)))
    assert cosine[5, 0] == pytest.approx(np.cos(2 * np.pi / 700), abs=1e-6)


def test_nearest_cells_of_few_and_of_dead_cells():
    index, cosine = grids.nearest_cells(np.zeros((3, 4), np.float32))
    assert index.shape == (3, 2) and np.all(cosine == 0)
    assert all(cell not in row for cell, row in enumerate(index))
    index, _ = grids.nearest_cells(np.ones((1, 4), np.float32))
    assert index.shape == (1, 0)


def test_tint_keeps_values_within_half_a_step():
    random = np.random.default_rng(0)
    attributions = {4: random.normal(size=(9, 3)), 8: random.normal(size=(30, 3)) * 5}
    tint = grids.tint(attributions, 1)
    for side, values in attributions.items():
        packed = np.frombuffer(base64.b64decode(tint["sides"][str(side)]), np.int8)
        seen = packed * tint["scale"] / 127
        assert np.abs(seen - values[:, 1]).max() <= 0.51 * tint["scale"] / 127
    assert abs(packed).max() == 127


def test_tint_of_nothing_is_nothing():
    tint = grids.tint({4: np.zeros((5, 2))}, 0)
    assert tint["scale"] == 0
    assert base64.b64decode(tint["sides"]["4"]) == bytes(5)


def test_classes_without_a_rank_are_left_out():
    tops = [np.array([[3, 1, -1]]), np.array([[7, 3, -1]])]
    assert grids.tinted_classes(tops) == [1, 3, 7]
    assert grids.tinted_classes([]) == []
    cells = {"attribution": np.array([[0.5, -2.0]]), "top": np.array([[0, 1, -1]])}
    assert grids.classes_of(cells, "top", 0) == [[0, 0.5], [1, -2.0]]
    assert grids.classes_of({"attribution": None}, "top", 0) == []

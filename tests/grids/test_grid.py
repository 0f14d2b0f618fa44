import numpy as np

from activation_atlas.grids.grid import base_sides, cell_of, finer, parent_of, rows_of


def test_x_is_the_column_y_the_row_and_edges_belong_to_the_later_cell():
    unit = np.float32([[0.6, 0.1], [0.1, 0.6], [0.5, 0], [0, 0.5], [1, 1], [0, 1]])
    assert cell_of(unit, 2).tolist() == [1, 2, 1, 2, 3, 2]


def test_every_point_is_in_one_cell_also_on_all_borders():
    edges = np.float32(np.arange(161) / 160)
    unit = np.stack(np.meshgrid(edges, edges), axis=-1).reshape(-1, 2)
    for side in (20, 40, 80, 160, 7):
        cell = cell_of(unit, side)
        assert cell.min() == 0 and cell.max() == side * side - 1
        assert np.bincount(cell, minlength=side * side).sum() == len(unit)


def test_coarse_cells_hold_the_points_of_the_finer_cells_within_them():
    rng = np.random.default_rng(0)
    unit = np.concatenate([rng.random((20_000, 2)), np.arange(48).reshape(24, 2) / 48])
    unit = unit.astype(np.float32)
    for fine, coarse in [(160, 20), (48, 16), (48, 1), (7, 7)]:
        np.testing.assert_array_equal(
            parent_of(cell_of(unit, fine), fine, coarse), cell_of(unit, coarse)
        )


def test_only_sides_that_divide_no_larger_one_are_summed_from_samples():
    assert base_sides([20, 40, 80, 160]) == [160]
    assert base_sides([8, 12, 16, 24]) == [16, 24]
    assert [finer(side, [5, 10, 15, 30]) for side in (5, 10, 15, 30)] == [10, 30, 30, None]


def test_rows_are_those_of_the_kept_cells_told_by_a_finer_grid():
    unit = np.random.default_rng(0).random((500, 2)).astype(np.float32)
    kept = np.array([1, 4, 7, 12])
    found = rows_of(kept, 4, 12).of(cell_of(unit, 12))
    expected = [kept.tolist().index(cell) if cell in kept else -1 for cell in cell_of(unit, 4)]
    assert found.tolist() == expected

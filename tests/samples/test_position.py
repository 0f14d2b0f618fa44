import numpy as np
import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.samples.position import cells, relative_position


def test_depends_on_seed_and_key_alone():
    assert relative_position(0, "a") == relative_position(0, "a")
    assert relative_position(0, "a") != relative_position(1, "a")
    assert relative_position(0, "a") != relative_position(0, "b")


def test_all_inner_cells_and_no_border_are_taken_equally_often():
    relative = np.array([relative_position(0, str(i)) for i in range(6000)])
    taken = cells(relative, height=5, width=6, layer="a")
    assert taken.dtype == np.int16
    counts = np.zeros((5, 6))
    np.add.at(counts, tuple(taken.T), 1)
    assert counts[1:-1, 1:-1].sum() == 6000
    np.testing.assert_allclose(counts[1:-1, 1:-1], 500, atol=5 * np.sqrt(500))


def test_u_goes_along_columns_and_v_along_rows():
    np.testing.assert_array_equal(cells([[0.99, 0.0]], 10, 20, "a"), [[1, 18]])


def test_a_finer_layer_takes_a_cell_inside_the_coarser_ones():
    relative = np.random.default_rng(0).random((500, 2))
    coarse, fine = (cells(relative, 2 + side, 2 + side, "a") - 1 for side in (5, 20))
    np.testing.assert_array_equal(fine // 4, coarse)


@pytest.mark.parametrize("shape", [(2, 9), (9, 2), (1, 1)])
def test_a_map_without_inner_cells_is_refused(shape):
    with pytest.raises(AtlasError, match="'deep' is too coarse.*raise images.size or choose"):
        cells([[0.5, 0.5]], *shape, "deep")

import numpy as np

from activation_atlas.layout.unfitted import place


def test_equally_near_neighbours_count_alike():
    xy = np.float32([[0, 0], [4, 0], [0, 4], [4, 4]])
    index = np.int32([[0, 1, 2, 3]])
    for near in (0, 0.7):
        np.testing.assert_allclose(place(index, np.full((1, 4), near), xy), [[2, 2]])


def test_a_point_lies_among_its_neighbours_and_nearer_to_the_nearest():
    xy = np.float32([[0, 0], [1, 0], [1, 0]])
    placed = place(np.int32([[0, 1, 2]]), np.array([[0.1, 0.9, 0.9]]), xy)
    # log2(4) = 2 = 1 + 2w: each of the others weighs a half, both together half of the whole.
    np.testing.assert_allclose(placed, [[0.5, 0]], rtol=1e-6)

import numpy as np

from activation_atlas.layout.quality import recall, trust

RNG = np.random.default_rng(0)
POINTS = RNG.random((300, 2)).astype(np.float32)


def nearest(points, k):
    distance = np.linalg.norm(points[:, None] - points, axis=2)
    return np.argsort(distance, axis=1)[:, 1 : k + 1]


def test_a_plane_laid_out_as_itself_is_faithful():
    assert trust(POINTS, POINTS, 10, "euclidean") == 1
    assert recall(nearest(POINTS, 10), np.arange(300), POINTS) == 1


def test_shuffled_places_keep_only_what_chance_keeps():
    shuffled = RNG.permutation(POINTS)
    assert abs(trust(POINTS, shuffled, 10, "euclidean") - 0.5) < 0.05
    rows = np.arange(0, 300, 2)
    assert abs(recall(nearest(POINTS, 10)[rows], rows, shuffled) - 10 / 299) < 0.02


def test_fewer_points_than_twice_the_neighbours_still_have_a_trustworthiness():
    assert trust(POINTS[:9], POINTS[:9], 10, "euclidean") == 1

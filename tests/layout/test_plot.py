import io

import numpy as np
from PIL import Image

from activation_atlas.layout.plot import plot_points


def test_y_grows_downward_and_rare_names_are_grey():
    names = [f"group {i:02d}" for i in range(18) for _ in range(3)] + ["rare one", "rarer"]
    unit = np.full((len(names), 2), 0.5, np.float32)
    unit[-2:] = [[0.25, 0.2], [0.25, 0.2]]
    drawn = Image.open(io.BytesIO(plot_points(unit, names, "a title")))
    picture = np.asarray(drawn.convert("RGB")).astype(int)
    grey = (np.abs(picture - 204) <= 2).all(axis=2)[:, : picture.shape[1] // 2]
    assert np.median(np.nonzero(grey)[0]) < picture.shape[0] / 3


def test_the_same_points_give_the_same_bytes():
    unit = np.random.default_rng(0).random((50, 2))
    names = ["a", "b"] * 25
    assert plot_points(unit, names, "title") == plot_points(unit, names, "title")

import numpy as np
from PIL import Image

from activation_atlas.layout.plot import plot_points


def test_y_grows_downward_and_rare_names_are_grey(tmp_path):
    names = [f"group {i:02d}" for i in range(18) for _ in range(3)] + ["rare one", "rarer"]
    unit = np.full((len(names), 2), 0.5, np.float32)
    unit[-2:] = [[0.25, 0.2], [0.25, 0.2]]
    plot_points(tmp_path / "plot.png", unit, names, "a title")
    picture = np.asarray(Image.open(tmp_path / "plot.png").convert("RGB")).astype(int)
    grey = (np.abs(picture - 204) <= 2).all(axis=2)[:, : picture.shape[1] // 2]
    assert np.median(np.nonzero(grey)[0]) < picture.shape[0] / 3


def test_the_same_points_give_the_same_bytes(tmp_path):
    unit = np.random.default_rng(0).random((50, 2))
    for name in ("one.png", "two.png"):
        plot_points(tmp_path / name, unit, ["a", "b"] * 25, "title")
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()

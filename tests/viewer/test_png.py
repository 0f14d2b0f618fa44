import numpy as np
import pytest
from PIL import Image

from activation_atlas.viewer import png


@pytest.mark.parametrize("rows", [1, 7, 64])
def test_any_bands_give_back_the_picture(tmp_path, rows):
    picture = np.random.default_rng(1).integers(0, 256, (64, 64, 4), np.uint8)
    picture[20:40] = picture[20]  # rows that a filter predicts
    bands = (picture[top : top + rows] for top in range(0, 64, rows))
    png.write_bands(tmp_path / "a.png", 64, bands)
    assert np.array_equal(np.asarray(Image.open(tmp_path / "a.png")), picture)
    assert list(tmp_path.iterdir()) == [tmp_path / "a.png"]


def test_smooth_pictures_are_small(tmp_path):
    ramp = np.broadcast_to(np.arange(256, dtype=np.uint8)[:, None], (256, 256))
    png.write_bands(tmp_path / "a.png", 256, [np.stack([ramp, ramp.T, ramp, ramp], 2)])
    assert (tmp_path / "a.png").stat().st_size < 3000

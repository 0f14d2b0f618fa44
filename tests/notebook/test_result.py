import json

import numpy as np
import pytest
from PIL import Image

from activation_atlas.dictionaries.reading import Entries, Region
from activation_atlas.errors import AtlasError
from activation_atlas.notebook.result import PlaceReading, Result

PICTURE = Image.new("RGB", (4, 3), (255, 0, 0))


def test_a_cell_that_ends_with_a_result_shows_its_picture():
    assert Result(PICTURE, {})._repr_png_().startswith(b"\x89PNG")


def test_a_picture_is_saved_with_its_snapshots_and_what_it_was_made_by(tmp_path):
    curve = np.float32([1, np.inf])
    Result(PICTURE, {"seed": 3}, curve, {5: PICTURE}).save(str(tmp_path / "red.png"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["red-5.png", "red.json", "red.png"]
    assert json.loads((tmp_path / "red.json").read_text()) == {"seed": 3, "curve": [1, None]}
    assert Image.open(tmp_path / "red.png").size == Image.open(tmp_path / "red-5.png").size


def test_what_was_read_is_saved_by_layer(tmp_path):
    entries = Entries(Region.at(0, 1), np.array([7]), np.float32([2.5]), np.float32([[0.5]]))
    Result(PICTURE, {}, reading=PlaceReading({"conv": entries}, None, ["cat"])).save(
        tmp_path / "cat.png"
    )
    layer = {"channels": [7], "values": [2.5], "attributions": {"cat": [0.5]}}
    assert json.loads((tmp_path / "cat.json").read_text()) == {"layers": {"conv": layer}}


@pytest.mark.parametrize(
    ("name", "told"), [("red.jpg", "ends in .png"), ("nowhere/red.png", "no folder to write in")]
)
def test_a_name_that_can_t_be_written_is_one_sentence(name, told, tmp_path):
    with pytest.raises(AtlasError, match=told):
        Result(PICTURE, {}).save(tmp_path / name)


def test_a_result_tells_its_size_not_its_arrays():
    made = Result(Image.new("RGB", (7, 5)), {"seed": 1}, np.zeros(1000, np.float32))
    assert repr(made) == "<Result of 7 × 5 pixels>"

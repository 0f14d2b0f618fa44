import json

import numpy as np
import pytest
from PIL import Image

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.paths import class_pictures_path
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets import classes as class_sheet
from made_up import describe_network

CONFIG = {
    "network": {"weights": "random", "layers": ["blocks.4.2"]},
    "classes": {"classes": ["pelican", "banana"], "recipes": ["short"], "size": 32},
}


@pytest.fixture
def settings() -> RunSettings:
    return parse(RunSettings, CONFIG)


def test_pictures_and_curves_are_stored_and_drawn(short, settings, tmp_path):
    STAGES["network"].make(tmp_path, settings)
    STAGES["class_pictures"].make(tmp_path, settings, recipe="short")
    store = stores.read(class_pictures_path(tmp_path, "short"))
    assert (store["image"].shape, store["curve"].shape) == ((2, 32, 32, 3), (2, 2))
    assert store["class"][...].tolist() == [144, 954]
    made_by = stores.manifest(class_pictures_path(tmp_path, "short"))["made_by"]
    assert made_by["recipes"]["short"]["stages"][0]["steps"] == 2
    drawn = np.asarray(Image.open(STAGES["classes"].make(tmp_path, settings)))
    told = json.loads((tmp_path / "classes" / "sheet.json").read_text())
    assert told["classes"] == ["pelican", "banana"]
    assert len(told["curves"]["short"]["banana"]) == 2
    windows = np.lib.stride_tricks.sliding_window_view(drawn, (32, 32, 3))[:, :, 0]
    corners = np.argwhere((windows[..., 0, 0, :] == store["image"][1, 0, 0]).all(2))
    assert any(np.array_equal(windows[*corner], store["image"][1]) for corner in corners)


def test_what_is_sealed_is_not_made_again(short, settings, tmp_path, monkeypatch):
    describe_network(tmp_path)
    made = STAGES["class_pictures"].make(tmp_path, settings, recipe="short")
    monkeypatch.setattr(class_sheet, "render", None)
    assert STAGES["class_pictures"].make(tmp_path, settings, recipe="short") == made


def test_a_class_or_recipe_that_is_not_there_is_one_sentence(short, settings, tmp_path):
    describe_network(tmp_path)
    with pytest.raises(AtlasError, match="no recipe 'shorts'. Did you mean 'short'"):
        STAGES["class_pictures"].make(tmp_path, settings, recipe="shorts")
    wrong = parse(RunSettings, CONFIG | {"classes": {"classes": [1000]}})
    with pytest.raises(AtlasError, match="Class 1000 doesn't exist"):
        STAGES["class_pictures"].make(tmp_path, wrong, recipe="short")

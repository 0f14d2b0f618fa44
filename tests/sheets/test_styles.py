import json

import numpy as np
import pytest
from PIL import Image

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse

STYLES = {
    "photos": ["china"],
    "styles": ["mosaic", "waves"],
    "size": 48,
    "layers": ["conv1_1", "conv2_1"],
    "content_layers": ["conv2_1"],
    "octaves": 1,
    "steps": 3,
    "snapshots": [2],
}


def _settings(**changed: object) -> RunSettings:
    return parse(RunSettings, {"styles": STYLES | changed})


def test_every_photo_is_painted_in_every_style(tmp_path):
    written = STAGES["styles"].make(tmp_path, _settings())
    folder = tmp_path / "styles"
    assert written["files"] == [
        "china-mosaic-2.png",
        "china-mosaic.png",
        "china-waves-2.png",
        "china-waves.png",
        "loss.png",
        "sheet.png",
        "style-mosaic.png",
        "style-waves.png",
    ]
    told = json.loads((folder / "styles.json").read_text())["made_by"]
    assert told["network"]["weights"] == "random" and told["seed"] == 0
    assert told["styles"]["layers"] == STYLES["layers"] and told["styles"]["ratio"] > 0
    assert sorted(told["sources"]) == ["china", "mosaic", "waves"]
    for name in ("china-mosaic", "china-waves"):
        image = np.asarray(Image.open(folder / f"{name}.png"))
        assert image.shape == (32, 48, 3)
        made = told["pictures"][name]
        assert made["digest"] == stores.digest({"image": image}) and len(made["curve"]) == 3


def test_styles_can_be_blended_and_the_same_settings_give_the_same_bytes(tmp_path):
    blend = {"blend": [2, 1], "keep_colours": True}
    for name in ("one", "other"):
        written = STAGES["styles"].make(tmp_path / name, _settings(**blend))
    assert "china-blend.png" in written["files"] and "china-waves.png" not in written["files"]
    files = [
        {path.name: path.read_bytes() for path in (tmp_path / name / "styles").iterdir()}
        for name in ("one", "other")
    ]
    assert files[0] == files[1]


def test_two_pictures_of_one_name_are_one_sentence_and_seal_nothing(tmp_path):
    Image.new("RGB", (64, 64)).save(tmp_path / "waves.png")
    with pytest.raises(AtlasError, match="2 pictures are called 'waves'"):
        STAGES["styles"].make(tmp_path, _settings(styles=["waves", str(tmp_path / "waves.png")]))
    assert not (tmp_path / "styles").exists()

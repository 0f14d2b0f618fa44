import json

import numpy as np
import pytest
from PIL import Image

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse

DOODLES = {
    "source_size": 64,
    "size": 48,
    "layers": ["conv1_1", "conv2_1"],
    "steps": 3,
    "snapshots": [2],
}


def _settings(**changed: object) -> RunSettings:
    return parse(RunSettings, {"doodles": DOODLES | changed})


def test_a_doodle_is_written_with_all_that_made_it(tmp_path):
    made = STAGES["doodles"].make(tmp_path, _settings())
    folder = tmp_path / "doodles"
    assert made["files"] == [
        "loss.png",
        "mask.png",
        "photo.png",
        "regions.png",
        "result-2.png",
        "result.png",
        "sheet.png",
        "target-mask.png",
    ]
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*made["files"], "doodles.json"]
    )
    told = json.loads((folder / "doodles.json").read_text())["made_by"]
    assert told["network"]["weights"] == "random" and told["seed"] == 0
    assert told["doodles"]["layers"] == DOODLES["layers"] and len(told["curve"]) == 6
    assert len(told["colours"]) == len(told["distances"]) == 5
    painted = np.asarray(Image.open(folder / "result.png"))
    assert painted.shape == (32, 48, 3)
    assert told["digest"] == stores.digest({"image": painted})
    assert Image.open(folder / "sheet.png").width > 64 * 2 + 48 * 2


def test_the_same_settings_give_the_same_bytes(tmp_path):
    for name in ("one", "other"):
        STAGES["doodles"].make(tmp_path / name, _settings())
    files = [
        {path.name: path.read_bytes() for path in (tmp_path / name / "doodles").iterdir()}
        for name in ("one", "other")
    ]
    assert files[0] == files[1]


def test_a_region_that_the_target_mask_leaves_out_is_told(tmp_path):
    photo, mask = np.zeros((64, 64, 3), np.uint8), np.zeros((64, 64, 3), np.uint8)
    photo[:, ::2], mask[:, 32:] = 200, 255
    for name, picture in {"photo": photo, "mask": mask, "target": mask[:, 40:]}.items():
        Image.fromarray(picture).save(tmp_path / f"{name}.png")
    pictures = {name: str(tmp_path / f"{name}.png") for name in ("photo", "mask")}
    pictures["target_mask"] = str(tmp_path / "target.png")
    made = STAGES["doodles"].make(tmp_path, _settings(**pictures, colours=2, octaves=1))["made_by"]
    assert made["colours"] == ["#000000", "#ffffff"]
    assert made["distances"][0] == [None, None] and None not in made["distances"][1]


def test_masks_that_do_not_fit_are_one_sentence_and_seal_nothing(tmp_path):
    with pytest.raises(AtlasError, match="more than 3 colours"):
        STAGES["doodles"].make(tmp_path, _settings(colours=3))
    assert not (tmp_path / "doodles").exists()

import json

import numpy as np
import pytest
from PIL import Image

from activation_atlas.errors import AtlasError
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse
from made_up import describe_network

DREAMS = {
    "photos": ["china"],
    "layers": ["blocks.1.1"],
    "size": 150,
    "steps": 1,
    "frames": 2,
    "clip_size": 96,
}


def _settings(**changed: object) -> RunSettings:
    return parse(RunSettings, {"network": {"weights": "random"}, "dreams": DREAMS | changed})


def _made(run, **changed: object) -> dict:
    return STAGES["dreams"].make(describe_network(run), _settings(**changed))


def test_dreams_are_written_with_all_that_made_them(tmp_path):
    made = _made(tmp_path)
    folder = tmp_path / "dreams"
    assert made["files"] == [
        "china-blocks.1.1-guided-by-flower.png",
        "china-blocks.1.1.png",
        "noise.gif",
        "noise.mp4",
        "sheet.png",
    ]
    assert sorted(path.name for path in folder.iterdir()) == sorted([*made["files"], "dreams.json"])
    told = json.loads((folder / "dreams.json").read_text())["made_by"]
    assert {name: len(curve) for name, curve in told["curves"].items()} == {
        "china-blocks.1.1": 4,
        "china-blocks.1.1-guided-by-flower": 4,
        "noise": 8,
    }
    assert told["layers"] == ["blocks.1.1"] and told["seed"] == 0
    assert [stage["steps"] for stage in told["recipes"]["deepdream"]["stages"]] == [1] * 4
    dreamt = np.asarray(Image.open(folder / "china-blocks.1.1.png"))
    assert dreamt.shape == (100, 150, 3)
    with Image.open(folder / "noise.gif") as clip:
        assert (clip.n_frames, clip.size) == (2, (96, 96))


def test_a_photo_that_cannot_be_used_is_one_sentence(tmp_path):
    with pytest.raises(AtlasError, match="2 pictures are called 'china'"):
        STAGES["dreams"].make(
            describe_network(tmp_path), _settings(photos=["china", "my/china.jpg"])
        )
    (tmp_path / "broken.png").write_bytes(b"\x89PNG and nothing else")
    with pytest.raises(AtlasError, match=r"broken.png' can't be read"):
        STAGES["dreams"].make(
            describe_network(tmp_path), _settings(photos=[str(tmp_path / "broken.png")])
        )
    Image.new("RGB", (70, 200)).save(tmp_path / "narrow.png")
    with pytest.raises(AtlasError, match="too small for the octaves"):
        STAGES["dreams"].make(
            describe_network(tmp_path), _settings(photos=[str(tmp_path / "narrow.png")])
        )
    assert not (tmp_path / "dreams" / "dreams.json").exists()

import json

import numpy as np
import pytest
from PIL import Image

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse

TEXTURES = {
    "sources": ["gravel", "flower"],
    "source_size": 40,
    "size": [32, 48],
    "layers": ["conv1_1", "conv2_1"],
    "steps": 3,
    "octaves": 1,
    "samples": 2,
    "snapshots": [1],
}


def _settings(**changed: object) -> RunSettings:
    return parse(RunSettings, {"textures": TEXTURES | changed})


def test_textures_are_written_with_all_that_made_them(tmp_path):
    made = STAGES["textures"].make(tmp_path, _settings())
    folder = tmp_path / "textures"
    names = ["", "-2", "-2-after-1", "-after-1", "-source"]
    expected = [f"{label}{name}.png" for label in ("flower", "gravel") for name in names]
    assert made["files"] == sorted([*expected, "loss.png", "sheet.png"])
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*made["files"], "textures.json"]
    )
    told = json.loads((folder / "textures.json").read_text())["made_by"]
    assert told["network"]["weights"] == "random" and told["seed"] == 0
    assert told["textures"]["layers"] == TEXTURES["layers"]
    assert list(told["curves"]) == ["flower", "flower-2", "gravel", "gravel-2"]
    assert all(len(curve) == 3 for curve in told["curves"].values())
    texture = np.asarray(Image.open(folder / "gravel.png"))
    assert texture.shape == (32, 48, 3)
    assert told["digests"]["gravel"] == stores.digest({"image": texture})
    assert Image.open(folder / "sheet.png").height > 2 * 40


def test_the_same_settings_give_the_same_bytes_and_each_source_its_own(tmp_path):
    STAGES["textures"].make(tmp_path / "both", _settings())
    STAGES["textures"].make(tmp_path / "one", _settings(sources=["flower"]))
    both, one = (tmp_path / name / "textures" for name in ("both", "one"))
    for path in one.glob("flower*.png"):
        assert path.read_bytes() == (both / path.name).read_bytes()
    assert (both / "flower.png").read_bytes() != (both / "gravel.png").read_bytes()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"sources": ["gravle"]}, "Did you mean 'gravel'"),
        ({"regions": {"gravle": [0, 0, 1, 1]}}, "Did you mean 'gravel'"),
        ({"sources": ["a/gravel", "gravel"]}, "are called 'gravel'"),
        ({"sources": ["gravel", "gravel-2.png"], "samples": 2}, "are called 'gravel-2'"),
        ({"sources": ["sheet.jpg"]}, "are called 'sheet'"),
        ({"octaves": 6}, "too small for 6 octaves"),
        ({"weights": [1.0]}, "1 weights for 2 layers"),
        ({"layers": ["conv1_3"], "weights": None}, "no layer 'conv1_3'"),
        ({"layers": ["pool5"]}, "'gravel' has 40 × 40 pixels"),
        ({"size": [33, 32], "seamless": True}, "multiples of 2 pixels"),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path, changed, told):
    with pytest.raises(AtlasError) as error:
        STAGES["textures"].make(tmp_path, _settings(**changed))
    assert told in str(error.value) and "\n" not in str(error.value)
    assert not (tmp_path / "textures" / "textures.json").exists()

import json

import numpy as np
import pytest
from PIL import Image

from activation_atlas.cli import main

SMALL = ["--source-size", "48", "--size", "32", "48", "--layers", "conv1_1", "conv2_1"]
SMALL += ["--steps", "2", "--octaves", "1"]


def test_it_writes_a_texture_and_what_it_was_made_by(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    options = ["--seamless", "--histogram", "--components", "8", "--snapshots", "1", "--seed", "4"]
    assert main(["texture", "gravel", *SMALL, *options]) == 0
    assert capsys.readouterr().out == "gravel-texture.png and gravel-texture.json\n"
    told = json.loads((tmp_path / "gravel-texture.json").read_text())
    assert told["seed"] == 4 and len(told["curve"]) == 2
    chosen = told["textures"]
    assert (chosen["seamless"], chosen["histogram"], chosen["components"]) == (True, True, 8)
    assert Image.open("gravel-texture.png").size == (48, 32)
    assert Image.open("gravel-texture-1.png").size == (48, 32)


def test_a_file_and_a_part_of_it(tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (80, 90, 4), np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png")
    out = tmp_path / "other.png"
    region = ["--region", "0.1", "0.1", "0.9", "0.9"]
    name = str(tmp_path / "noise.png")
    assert main(["texture", name, *SMALL, *region, "--out", str(out)]) == 0
    told = json.loads(out.with_suffix(".json").read_text())
    assert told["textures"]["regions"] == {name: [0.1, 0.1, 0.9, 0.9]}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["gravle"], "'gravel'"),
        (["gravel", "--region", "0", "0", "2", "1"], "'regions.gravel.2' is 2.0"),
        (["gravel", "--layers", "conv9_1"], "no layer 'conv9_1'"),
        (["gravel", "--components", "0"], "'components' is 0"),
        (["gravel", "--seamless", "--size", "33", "48"], "multiples of 2"),
        (["gravel", "--source-size", "32", "--layers", "conv4_1"], "a place of conv4_1 sees"),
        (["gravel", "--out", "texture.jpg"], ".png"),
    ],
)
def test_a_mistake_is_one_sentence(arguments, told, capsys):
    assert main(["texture", arguments[0], *SMALL, *arguments[1:]]) == 1
    printed = capsys.readouterr()
    errors = [line for line in printed.err.splitlines() if line.startswith("error: ")]
    assert printed.out == "" and len(errors) == 1 and told in errors[0]
    assert "Traceback" not in printed.err

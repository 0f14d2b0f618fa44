import json

import pytest
from PIL import Image

from activation_atlas.cli import main

SMALL = ["--size", "48", "--layers", "conv1_1", "--content-layers", "conv2_1", "--steps", "2"]
CALL = ["style", "china", "mosaic", *SMALL, "--octaves", "1"]


def test_it_writes_the_picture_and_what_it_was_made_by(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main([*CALL, "--ratio", "0.5", "--seed", "4", "--snapshots", "1"]) == 0
    assert capsys.readouterr().out == "china-mosaic.png and china-mosaic.json\n"
    told = json.loads((tmp_path / "china-mosaic.json").read_text())
    assert told["seed"] == 4 and len(told["curve"]) == 2 and told["styles"]["ratio"] == 0.5
    assert Image.open("china-mosaic.png").size == (48, 32)
    assert Image.open("china-mosaic-1.png").size == (48, 32)


def test_several_styles_are_blended(tmp_path):
    out = tmp_path / "mine.png"
    options = ["--blend", "2", "1", "--keep-colours", "--start", "noise", "--out", str(out)]
    assert main(["style", "china", "mosaic", "dots", *SMALL, *options]) == 0
    told = json.loads(out.with_suffix(".json").read_text())["styles"]
    assert told["styles"] == ["mosaic", "dots"] and told["blend"] == [2, 1]
    assert told["keep_colours"] and told["start"] == "noise"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--ratio", "-1"], "'ratio' is -1"),
        (["--layers", "conv1_3"], "has no layer 'conv1_3'"),
        (["--layers", "conv4_1"], "a place of conv4_1 sees 68"),
        (["--blend", "1", "2"], "2 shares for 1 styles"),
        (["--network", "filter_bank"], "has no layer 'conv1_1'"),
        (["--file", "nowhere.pth"], "nowhere.pth"),
        (["--out", "mine.jpg"], ".png"),
    ],
)
def test_a_mistake_is_one_sentence(arguments, told, capsys):
    assert main([*CALL, *arguments]) == 1
    printed = capsys.readouterr()
    errors = [line for line in printed.err.splitlines() if line.startswith("error: ")]
    assert printed.out == "" and len(errors) == 1 and told in errors[0]
    assert "Traceback" not in printed.err

import json

import pytest
from PIL import Image

from activation_atlas.cli import main
from activation_atlas.textures.landscape import landscape, rearranged

SMALL = ["--size", "48", "--source-size", "64", "--layers", "conv1_1", "--steps", "2"]


def test_it_writes_the_picture_and_what_it_was_made_by(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["doodle", *SMALL, "--seed", "4", "--snapshots", "1"]) == 0
    assert capsys.readouterr().out == "doodle.png and doodle.json\n"
    told = json.loads((tmp_path / "doodle.json").read_text())
    assert told["seed"] == 4 and len(told["curve"]) == 4
    assert told["doodles"]["layers"] == ["conv1_1"]
    assert Image.open("doodle.png").size == (48, 32)
    assert Image.open("doodle-1.png").size == (24, 16)


def test_it_takes_a_photo_and_two_masks(tmp_path, capsys):
    photo, mask = landscape(64, 96)
    pictures = {"photo": photo, "mask": mask, "target": rearranged(60, 40)}
    for name, picture in pictures.items():
        Image.fromarray(picture).save(tmp_path / f"{name}.png")
    paths = [str(tmp_path / f"{name}.png") for name in pictures]
    out = tmp_path / "mine.png"
    options = [*SMALL, "--optimizer", "adam", "--octaves", "1", "--out", str(out)]
    assert main(["doodle", *paths, *options]) == 0
    told = json.loads(out.with_suffix(".json").read_text())["doodles"]
    assert (told["optimizer"], told["octaves"], told["photo"]) == ("adam", 1, paths[0])
    assert Image.open(out).size == (32, 48)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["china"], "belong together"),
        (["china", "flower", "nowhere.png"], "nowhere.png"),
        (["--colours", "0"], "'colours' is 0"),
        (["--colours", "3"], "more than 3 colours"),
        (["--layers", "conv1_3"], "has no layer 'conv1_3'. Did you mean"),
        (["--network", "filter_bank", "--layers", "conv1_1"], "has no layer 'conv1_1'"),
        (["--octaves", "6", "--layers", "conv2_1"], "too small for 6 octaves"),
        (["--out", "doodle.jpg"], ".png"),
    ],
)
def test_a_mistake_is_one_sentence(arguments, told, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["doodle", *SMALL, *arguments]) == 1
    printed = capsys.readouterr()
    errors = [line for line in printed.err.splitlines() if line.startswith("error: ")]
    assert printed.out == "" and len(errors) == 1 and told in errors[0]
    assert "Traceback" not in printed.err

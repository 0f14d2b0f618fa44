import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from activation_atlas import __version__, stores
from activation_atlas.cli import main
from activation_atlas.notebook import look_up as lookup
from activation_atlas.recipes import INVERSIONS, RECIPES
from activation_atlas.settings import IconsSettings, SpritesSettings


@pytest.fixture
def short(monkeypatch) -> None:
    """Let there be a recipe of two steps."""
    stage = replace(RECIPES["olah2017"].stages[0], steps=2)
    recipe = replace(RECIPES["olah2017"], name="short", stages=(stage,))
    monkeypatch.setitem(RECIPES, "short", recipe)


def test_layers_prints_the_trunk_and_a_line_for_the_config(capsys):
    assert main(["layers", "googlenet"]) == 0
    out = capsys.readouterr().out
    assert "* mixed3b        480    28       28       8" in out
    assert "  mixed4c        512    14       14      16" in out
    assert "mixed4c.branch1" not in out
    assert out.endswith("\nlayers: [conv3, mixed3b, mixed4e, mixed5b]\n")
    table = out.split("\n\n")[0].splitlines()
    assert len({len(line) for line in table}) == 1


def test_all_layers(capsys):
    assert main(["layers", "googlenet", "--all"]) == 0
    assert "mixed4c.branch1 " in capsys.readouterr().out


def test_a_mistake_is_one_sentence(capsys):
    assert main(["layers", "googlenett"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("error: 'googlenett' is no network")
    assert "'googlenet'" in printed.err
    assert printed.err.count("\n") == 1


VISUALIZE = ["visualize", "efficientnet_lite0", "banana", "--recipe", "short", "--size", "32"]


def test_visualize_writes_a_picture_and_what_it_was_made_by(short, tmp_path, capsys):
    out = tmp_path / "banana.png"
    assert main([*VISUALIZE, "--seed", "4", "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"{out} and banana.json\n"
    told = json.loads((tmp_path / "banana.json").read_text())
    assert (told["shown"], told["size"], told["seed"]) == ("banana", 32, 4)
    assert list(told["recipes"]) == ["short"] and len(told["curve"]) == 2
    assert told["digest"] == stores.digest({"image": np.asarray(Image.open(out))})


def test_visualize_names_the_picture_by_what_it_shows(short, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["visualize", "efficientnet_lite0", "blocks.2.1:3", *VISUALIZE[3:]]) == 0
    assert Path("efficientnet_lite0-blocks.2.1-3-short.png").exists()


@pytest.mark.parametrize(
    "changed, told",
    [
        ({2: "bannana"}, "'banana'"),
        ({2: "1000"}, "1000 classes"),
        ({2: "blocks.2.1:40"}, "0 to 39"),
        ({2: "blocks.2.11:4"}, "'blocks.2.1'"),
        ({1: "efficientnet_lite"}, "'efficientnet_lite"),
        ({4: "shirt"}, "'short'"),
        ({6: "0"}, "0 pixels"),
        ({2: "banana", 7: "--out", 8: "banana.jpg"}, ".png"),
        ({2: "banana", 7: "--out", 8: "nowhere/banana.png"}, "nowhere"),
    ],
)
def test_a_mistake_in_visualize_is_one_sentence(short, changed, told, capsys):
    arguments = dict(enumerate(VISUALIZE)) | changed
    assert main([arguments[place] for place in sorted(arguments)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("error: ") and told in printed.err
    assert printed.err.count("\n") == 1


def test_invert_writes_a_picture_and_what_it_was_made_by(monkeypatch, tmp_path, capsys):
    caricature = INVERSIONS["caricature"]
    short = replace(caricature, recipe=caricature.recipe.with_steps(2))
    monkeypatch.setitem(INVERSIONS, "caricature", short)
    monkeypatch.chdir(tmp_path)
    assert main(["invert", "coffee", "blocks.2.1", "--recipe", "caricature", "--size", "48"]) == 0
    out = "coffee-blocks.2.1-caricature.png"
    assert capsys.readouterr().out == f"{out} and {out.removesuffix('png')}json\n"
    told = json.loads(Path(out).with_suffix(".json").read_text())
    assert (told["layer"], len(told["curve"])) == ("blocks.2.1", 2)
    assert told["digest"] == stores.digest({"image": np.asarray(Image.open(out))})


@pytest.fixture
def quick(monkeypatch) -> None:
    monkeypatch.setattr(lookup, "SPRITES", SpritesSettings(size=32, steps=2))
    monkeypatch.setattr(lookup, "ICON", IconsSettings(size=32, steps=2))


def test_dictionary_prints_a_table_and_writes_a_picture(quick, tmp_path, capsys):
    out = tmp_path / "cup.png"
    arguments = ["coffee", "--layers", "blocks.4.2", "--at", "0.3", "0.3", "--classes", "espresso"]
    assert main(["dictionary", *arguments, "--size", "64", "--out", str(out)]) == 0
    written = json.loads(out.with_suffix(".json").read_text())["layers"]["blocks.4.2"]
    printed = capsys.readouterr().out
    assert Image.open(out).width > 320
    assert len(written["channels"]) == len(written["attributions"]["espresso"]) == 4
    for number, value in zip(written["channels"], written["values"]):
        assert f"{number:7d}  {value:7.2f}" in printed


@pytest.mark.parametrize(
    "arguments, told",
    [
        (["nowhere.jpg"], "nowhere.jpg"),
        (["coffee", "--at", "2", "0"], "outside the image"),
        (["coffee", "--region", "0", "0", "0", "1"], "no area"),
        (["coffee", "--classes", "expresso"], "'espresso'"),
        (["coffee", "--size", "0"], "at least 32"),
        (["coffee", "--out", "cup.jpg"], ".png"),
    ],
)
def test_a_mistake_in_dictionary_is_one_sentence(quick, arguments, told, capsys):
    assert main(["dictionary", *arguments]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("error: ") and told in printed.err
    assert printed.err.count("\n") == 1


def test_recipes_are_listed_with_their_papers(capsys):
    assert main(["recipes"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[: len(RECIPES)]] == list(RECIPES)
    assert all(recipe.paper in line for line, recipe in zip(lines, RECIPES.values()))
    assert [line.split()[0] for line in lines[-len(INVERSIONS) :]] == list(INVERSIONS)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["layrs"],
        ["layers"],
        ["layers", "x", "--every"],
        ["visualize", "efficientnet_lite0"],
        [*VISUALIZE, "--seed", "x"],
        [*VISUALIZE, "--weights", "mine"],
        ["dictionary", "coffee", "--at", "0", "0", "--region", "0", "0", "1", "1"],
    ],
)
def test_a_wrong_command_is_one_sentence(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    printed = capsys.readouterr()
    assert printed.err.startswith("error: ")
    assert printed.err.count("\n") == 1


def test_version_and_help(capsys):
    for option, expected in (
        ("--version", f"activation-atlas {__version__}"),
        ("--help", "layers"),
        ("visualize --help", RECIPES["olah2017"].paper),
    ):
        with pytest.raises(SystemExit) as end:
            main(option.split())
        assert end.value.code == 0
        assert expected in capsys.readouterr().out


def test_help_does_not_wait_for_torch():
    code = "import sys, activation_atlas.cli; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0

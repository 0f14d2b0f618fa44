"""Dry runs of the targets that make pictures."""

import os
import re
from pathlib import Path

from running import jobs

from activation_atlas.figures.catalogue import FIGURES

OLD = 1_700_000_000  # s since 1970, when files were written


def test_every_figure_is_a_job(workflow, small):
    planned = workflow(small).run("--dry-run", "figures")
    assert planned.returncode == 0, planned.stdout
    assert jobs(planned.stdout).get("figure", 0) == len(FIGURES)
    assert jobs(planned.stdout)["figures"] == 1


def test_some_figures_can_be_chosen(workflow, small):
    chosen = small | {"figures": {"numbers": [max(FIGURES)]}}
    planned = workflow(chosen).run("--dry-run", "figures")
    assert planned.returncode == 0, planned.stdout
    assert jobs(planned.stdout)["figure"] == 1


def test_every_recipe_of_the_sheet_is_a_job(workflow, small):
    recipes = ["simonyan2014", "olah2017"]
    chosen = small | {"classes": {"recipes": recipes, "classes": ["banana", 3], "size": 64}}
    planned = workflow(chosen).run("--dry-run", "classes")
    assert planned.returncode == 0, planned.stdout
    assert jobs(planned.stdout) == {"network": 1, "class_pictures": 2, "classes": 1}


def test_the_sheet_of_channels_needs_the_network_and_the_catalogue_alone(workflow, small):
    planned = workflow(small | {"neurons": {"channels": [3, 5]}}).run("--dry-run", "neurons")
    assert planned.returncode == 0, planned.stdout
    assert jobs(planned.stdout) == {"network": 1, "catalogue": 1, "neurons": 1}


def test_figures_follow_the_files_that_decide_them(workflow, small):
    deciding = {
        "own-generic": {6},
        "clip.gif": {14},
        "target.png": {35},
        "style.png": {37},
        "vgg.pth": {33, 35, 37},
    }
    numbers = sorted(set().union(*deciding.values()))
    run = workflow(
        small
        | {
            "figures": {"numbers": numbers, "clip": "clip.gif"},
            "facets": {"facets": {"own": "own-facet"}, "generic": "own-generic"},
            "doodles": {"photo": "land.png", "mask": "mask.png", "target_mask": "target.png"},
            "styles": {"photos": ["photo.png"], "styles": ["style.png"]},
            "texture_network": {"weights": "file", "file": "vgg.pth"},
        }
    )
    pictures = [f"figures/figure-{n:02d}.{kind}" for n in numbers for kind in ("png", "json")]
    for name in ("network.json", *pictures):
        _write(run.results() / name, OLD)
    for name in deciding:
        _write(run.folder / name, OLD + 1)
    planned = run.run("--dry-run", "figures", "--rerun-triggers", "mtime", "--quiet", "host")
    assert planned.returncode == 0, planned.stdout
    reasons = re.findall(r"Figure (\d+)\nReason: Updated input files: (.*)", planned.stdout)
    changed = {int(number): files.split(", ") for number, files in reasons}
    for name, decided in deciding.items():
        assert {number for number in changed if name in changed[number]} == decided


def _write(path: Path, when: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.utime(path, (when, when))

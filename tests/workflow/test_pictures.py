"""Dry runs of the targets that make pictures, and what mistakes in their settings say."""

import os
import re
from pathlib import Path

from activation_atlas.figures.catalogue import FIGURES

OLD = 1_700_000_000  # s since 1970, when files were written


def jobs(planned: str) -> dict[str, int]:
    """Return how many jobs of each rule a dry run plans."""
    table = planned.split("Job stats:")[1].split("total")[0]
    rows = [line.split() for line in table.splitlines()]
    return {row[0]: int(row[1]) for row in rows if len(row) == 2 and row[1].isdecimal()}


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


def test_a_figure_that_is_not_there_is_one_sentence(workflow, small):
    ended = workflow(small | {"figures": {"numbers": [999]}}).run("--dry-run", "figures")
    assert ended.returncode == 1
    sentences = [line for line in ended.stdout.splitlines() if line.startswith("error: ")]
    assert len(sentences) == 1 and "There is no figure 999" in sentences[0], ended.stdout


def test_figures_follow_the_files_that_decide_them(workflow, small):
    run = workflow(
        small
        | {
            "figures": {"numbers": [6, 14, 33, 35, 37], "clip": "clip.gif"},
            "facets": {"facets": {"own": "own-facet"}, "generic": "own-generic"},
            "doodles": {"photo": "land.png", "mask": "mask.png", "target_mask": "target.png"},
            "styles": {"photos": ["photo.png"], "styles": ["style.png"]},
            "texture_network": {"weights": "file", "file": "vgg.pth"},
        }
    )
    deciding = {
        "own-generic": {6},
        "clip.gif": {14},
        "target.png": {35},
        "style.png": {37},
        "vgg.pth": {33, 35, 37},
    }
    numbers = set().union(*deciding.values())
    pictures = [f"figures/figure-{n:02d}.{kind}" for n in numbers for kind in ("png", "json")]
    for name in deciding:
        _write(run.folder / name, OLD)
    for name in ("network.json", *pictures):
        _write(run.results() / name, OLD + 1)
    for name, decided in deciding.items():
        _write(run.folder / name, OLD + 2)
        planned = run.run("--dry-run", "figures", "--rerun-triggers", "mtime")
        assert planned.returncode == 0, planned.stdout
        assert {int(found) for found in re.findall(r"Figure (\d+)", planned.stdout)} == decided
        _write(run.folder / name, OLD)


def _write(path: Path, when: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.utime(path, (when, when))

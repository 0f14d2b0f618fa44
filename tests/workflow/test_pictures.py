"""Dry runs of the targets that make pictures, and what mistakes in their settings say."""

import re

from activation_atlas.figures.catalogue import FIGURES


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
            "statistics": {"weights": "file", "file": "vgg.pth"},
        }
    )
    wanted = {
        6: {"own-facet", "own-generic"},
        14: {"clip.gif"},
        33: {"vgg.pth"},
        35: {"vgg.pth", "land.png", "mask.png", "target.png"},
        37: {"vgg.pth", "photo.png", "style.png"},
    }
    for name in set().union(*wanted.values()):
        (run.folder / name).touch()
    planned = run.run("--dry-run", "figures")
    assert planned.returncode == 0, planned.stdout
    found = {
        int(number): {name for name in given.split(", ") if "/" not in name}
        for number, given in re.findall(
            r"Figure (\d+)\n.*?    input: (.*?)\n", planned.stdout, re.S
        )
    }
    assert found == wanted

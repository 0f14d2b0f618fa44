"""Dictionaries made by the workflow, beside an atlas."""

import json
import shutil
from dataclasses import replace

import pytest

WANTED = {
    "dictionaries": {
        "images": ["coffee"],
        "size": 64,
        "icon": 32,
        "steps": 1,
        "groups": 2,
        "examples": 2,
    },
    "sprites": {"size": 32, "steps": 1},
    "stores": {"channels": 16},
}


def test_ends_with_a_page_that_the_atlas_knows_of(undisturbed, tmp_path):
    shutil.copytree(undisturbed.folder, tmp_path / "copy")
    run = replace(undisturbed, folder=tmp_path / "copy", config=undisturbed.config | WANTED)
    ended = run.run("dictionaries")
    assert ended.returncode == 0, ended.stdout
    results = run.results()
    assert (results / "dictionaries" / "index.html").exists()
    assert "coffee" in (results / "atlas" / "dictionaries.js").read_text()
    index = json.loads((results / "sprites" / "blocks.4.2.json").read_text())
    assert index["channels"] == 112 and (results / "sprites" / "blocks.4.2.png").exists()
    again = run.run("dictionaries")
    assert "Nothing to be done" in again.stdout, again.stdout
    assert "Nothing to be done" in run.run().stdout


@pytest.mark.parametrize(
    "values, told",
    [
        ({"images": []}, "'dictionaries.images' is"),
        ({"groups": 0}, "'dictionaries.groups' is"),
        ({"image": "coffee"}, "Did you mean 'images'"),
    ],
)
def test_a_mistake_is_one_sentence(workflow, small, values, told):
    ended = workflow(small | {"dictionaries": values}).run("--dry-run", "dictionaries")
    assert ended.returncode == 1
    sentences = [line for line in ended.stdout.splitlines() if line.startswith("error: ")]
    assert len(sentences) == 1 and told in sentences[0], ended.stdout

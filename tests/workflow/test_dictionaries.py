"""Dictionaries made by the workflow, beside an atlas."""

import json

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
}


def test_ends_with_a_page_that_the_atlas_knows_of(undisturbed, tmp_path):
    run = undisturbed.copied(tmp_path).with_config(undisturbed.config | WANTED)
    ended = run.run("dictionaries")
    assert ended.returncode == 0, ended.stdout
    results = run.results()
    assert (results / "dictionaries" / "index.html").exists()
    assert "coffee" in (results / "atlas" / "dictionaries.js").read_text()
    index = json.loads((results / "sprites" / "blocks.4.2.json").read_text())
    assert index["channels"] == 112 and (results / "sprites" / "blocks.4.2.png").exists()
    again = run.run("dictionaries", "atlas")
    assert "Nothing to be done" in again.stdout, again.stdout

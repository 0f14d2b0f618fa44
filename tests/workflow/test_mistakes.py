"""What a user's mistake in the config or the images says through the real workflow."""

import pytest

from activation_atlas.settings import DEFAULT_LAYERS as LAYERS

MISTAKES = {
    "unknown key": ({"icons": {"stepps": 3}}, "icons.stepps", "'steps'"),
    "wrong value": ({"icons": {"steps": "many"}}, "icons.steps", "many"),
    "unknown section": ({"imgaes": {"crops": 3}}, "imgaes", "'images'"),
    "unknown layer": ({"network": {"layers": ["blocks.4.22"]}}, "blocks.4.22", "blocks.4.2"),
    "contradiction": (
        {"cells": {"patch": 96}, "images": {"size": 64}},
        "cells.patch",
        "images.size",
    ),
    "unknown class": ({"maps": {"cats": {"class": "tabbi"}}}, "tabbi", "tabby"),
    "no layers": (
        {"network": {"name": "resnet18", "layers": LAYERS}},
        "network.layers",
        "resnet18",
    ),
    "no folder": ({"images": {"source": "folder", "path": "nowhere"}}, "nowhere", "images.path"),
    "empty folder": ({"images": {"source": "folder", "path": "."}}, "No image", "images.path"),
    "few samples": (
        {"images": {"crops": 1}, "maps": {"umap": {"neighbours": 500}}},
        "neighbours",
        "500",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_ends_the_run_with_one_sentence(workflow, small, name):
    config, *said = MISTAKES[name]
    for section, values in config.items():
        small[section] = small.get(section, {}) | values
    ended = workflow(small).run()
    assert ended.returncode == 1
    sentences = [line for line in ended.stdout.splitlines() if line.startswith("error: ")]
    assert len(sentences) == 1, ended.stdout
    assert all(word in sentences[0] for word in said), sentences[0]
    assert "Traceback" not in ended.stdout
    if "rule" in ended.stdout:  # a job told of it; Snakemake says much more below
        last = ended.stdout.rpartition("Stopped: ")[2]
        assert all(word in last for word in said), ended.stdout

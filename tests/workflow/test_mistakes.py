"""What a user's mistake in the config or the images says.

Its sentence is tested where the mistake is found; here, that all of them come to their readers.
"""

import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.settings import DEFAULT_LAYERS, RunSettings, parse

IN_THE_CONFIG = {
    "unknown key": ({"icons": {"stepps": 3}}, "icons.stepps", "'steps'"),
    "wrong value": ({"icons": {"steps": "many"}}, "icons.steps", "many"),
    "unknown section": ({"imgaes": {"crops": 3}}, "imgaes", "'images'"),
    "contradiction": (
        {"cells": {"patch": 96}, "images": {"size": 64}},
        "cells.patch",
        "images.size",
    ),
    "no layers": (
        {"network": {"name": "resnet18", "layers": DEFAULT_LAYERS}},
        "network.layers",
        "resnet18",
    ),
    "no channel": ({"neurons": {"channels": 0}}, "'neurons.channels' is"),
    "a channel twice": ({"neurons": {"channels": [1, 1]}}, "nothing may be listed twice"),
    "unknown key of channels": ({"neurons": {"chanels": 3}}, "Did you mean 'channels'"),
    "small channels": ({"neurons": {"size": 16}}, "'neurons.size' is"),
    "no image": ({"dictionaries": {"images": []}}, "'dictionaries.images' is"),
    "no group": ({"dictionaries": {"groups": 0}}, "'dictionaries.groups' is"),
    "unknown key of images": ({"dictionaries": {"image": "coffee"}}, "Did you mean 'images'"),
    "a blend of nothing": (
        {"styles": {"blend": [0, 0]}},
        "blend must give some style a share above 0",
    ),
}


@pytest.mark.parametrize("name", IN_THE_CONFIG)
def test_a_mistake_in_the_config_is_one_sentence(small, name):
    config, *said = IN_THE_CONFIG[name]
    for section, values in config.items():
        small[section] = small.get(section, {}) | values
    with pytest.raises(AtlasError) as error:
        parse(RunSettings, small)
    told = str(error.value)
    assert all(word in told for word in said) and "\n" not in told, told


@pytest.mark.parametrize(
    "mistake, told",
    [
        ({"icons": {"stepps": 3}}, "'icons.stepps' is no known key"),
        ({"figures": {"numbers": [999]}}, "There is no figure 999"),
    ],
)
def test_a_mistake_in_the_config_ends_the_run_before_it_starts(workflow, small, mistake, told):
    ended = workflow(small | mistake).run()
    assert ended.returncode == 1
    sentences = [line for line in ended.stdout.splitlines() if line.startswith("error: ")]
    assert len(sentences) == 1 and told in sentences[0], ended.stdout
    assert "Traceback" not in ended.stdout and "rule" not in ended.stdout


def test_a_mistake_that_a_job_tells_is_repeated_at_the_end(workflow, small):
    small["images"] = {"source": "folder", "path": "nowhere"}
    ended = workflow(small).run("results/photos/images/catalogue.json")
    assert ended.returncode == 1
    sentences = [line for line in ended.stdout.splitlines() if line.startswith("error: ")]
    assert len(sentences) == 1, ended.stdout
    last = ended.stdout.rpartition("Stopped: ")[2]  # Snakemake says much more above
    for said in (sentences[0], last):
        assert "nowhere" in said and "images.path" in said, ended.stdout
    assert "Traceback" not in ended.stdout

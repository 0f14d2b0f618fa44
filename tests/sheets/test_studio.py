import json

import numpy as np
import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.settings import RunSettings, parse
from activation_atlas.sheets.studio import Studio


def studio(tmp_path, **sections) -> Studio:
    return Studio(tmp_path, parse(RunSettings, {"seed": 5, **sections}))


def test_the_default_network_shows_the_reviews_classes(tmp_path):
    made = studio(tmp_path)
    assert made.classes() == [954, 543, 251, 783, 776, 144]
    assert made.classes("screw", "dumbbell") == [783, 543]
    assert made.label(954) == "banana 954"
    assert made.size == 224


def test_the_configs_classes_and_sizes_stand_in(tmp_path):
    made = studio(tmp_path, figures={"classes": ["pelican", 3], "size": 64})
    assert made.classes() == [144, 3]
    assert made.classes("banana", "dumbbell", "dalmatian") == [144, 3, 144]
    assert made.size == 64


def test_layers_are_those_suggested_or_the_configs(tmp_path):
    assert studio(tmp_path).layers == ("blocks.1.1", "blocks.4.2", "blocks.6.0")
    chosen = ["blocks.2.1", "blocks.3.2", "blocks.5.3"]
    assert studio(tmp_path, figures={"layers": chosen}).layers == tuple(chosen)


def test_networks_are_kept_by_their_layers(tmp_path):
    made = studio(tmp_path)
    assert made.network() is made.network(())
    assert made.network(["blocks.4.2"]) is made.network(("blocks.4.2",))
    assert made.network(["blocks.4.2"]).layers == ("blocks.4.2",)


def test_a_photo_is_whole_and_a_missing_one_is_one_sentence(tmp_path):
    china = studio(tmp_path).photo("china")
    assert (china.shape, china.dtype) == ((427, 640, 3), np.uint8)
    with pytest.raises(AtlasError, match="no sample photo 'chinna'. Did you mean 'china'"):
        studio(tmp_path).photo("chinna")


def test_facts_say_what_a_figure_was_made_by(tmp_path, short):
    made = studio(tmp_path)
    told = json.loads(json.dumps(made.facts(short, photos=["china"], size=64), allow_nan=False))
    assert told["network"]["digest"] == made.network().digest
    assert told["recipes"]["short"]["stages"][0]["steps"] == 2
    assert (told["seed"], told["size"]) == (5, 64)
    assert told["data"]["photos"] == {"china": "CC BY 2.0 (danielbuechele)"}
    assert made.note(short).endswith("recipe short · seed 5")

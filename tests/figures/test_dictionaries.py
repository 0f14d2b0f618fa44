"""Figures 7 and 8, made small."""

import numpy as np
import pytest

from activation_atlas.dictionaries import sprites
from activation_atlas.figures import dictionaries
from activation_atlas.figures.activation_maps import activation_maps
from activation_atlas.figures.dictionaries import MARKED
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import IconsSettings, RunSettings, parse
from activation_atlas.sheets.studio import Studio
from made_up import describe_network, studio_of

CONFIG = {
    "network": {"weights": "random", "layers": ["blocks.4.2"]},
    "device": {"name": "cpu"},
    "sprites": {"recipe": "short", "steps": None, "size": 32},
    "stores": {"channels": 112},
    "figures": {"layers": ["blocks.2.1", "blocks.4.2", "blocks.6.0"]},
}


@pytest.fixture
def studio(short, tmp_path, monkeypatch) -> Studio:
    monkeypatch.setattr(dictionaries, "ICON", IconsSettings(size=32, steps=2))
    return studio_of(7, tmp_path, parse(RunSettings, CONFIG))


def test_the_strongest_channels_of_each_place_are_shown(studio):
    made = dictionaries.entries(studio)
    chosen = made.settings["channels"]
    assert [len(row) for row in chosen] == [4] * len(MARKED)
    assert made.settings["size"] == 32 and not made.curves
    layer, mark = made.settings["layer"], MARKED[0]
    photo = dictionaries.as_seen(studio.photo(mark.photo), 224, mark.photo)
    (maps,) = activation_maps(studio.network([layer]), layer, np.stack([photo]))
    place = made.settings["places"][mark.photo]
    vector = maps[:, place["row"], place["column"]]
    assert set(vector[chosen[0]]) == set(np.sort(vector)[-4:])


def test_sprites_that_the_run_has_are_not_rendered_again(studio, monkeypatch):
    rendered = dictionaries.entries(studio)
    run = describe_network(studio.run)
    STAGES["sprites"].make(run, parse(RunSettings, CONFIG), layer=studio.layers[1], part=0)
    monkeypatch.delattr(sprites, "render")
    read = dictionaries.entries(studio)
    assert read.settings == rendered.settings
    assert np.array_equal(np.asarray(read.image), np.asarray(rendered.image))


def test_a_place_becomes_one_icon(studio):
    made = dictionaries.combined(studio)
    assert made.settings["icon"]["steps"] == 2
    assert set(made.settings["data"]["photos"]) == {mark.photo for mark in MARKED}


def test_marks_lie_in_their_photos(studio):
    for mark in MARKED:
        height, width = studio.photo(mark.photo).shape[:2]
        assert 0 <= mark.x < width and 0 <= mark.y < height

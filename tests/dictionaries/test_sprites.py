import copy
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from activation_atlas import stores
from activation_atlas.dictionaries import sprites
from activation_atlas.errors import AtlasError
from activation_atlas.networks import load_network
from activation_atlas.paths import sheet_path, sprite_path, sprites_path
from activation_atlas.pipeline import STAGES
from activation_atlas.raster import to_rgb
from activation_atlas.settings import RunSettings, StoresSettings, parse
from made_up import describe_network

LAYER, CHANNELS = "blocks.1.1", 24
CONFIG = {
    "network": {"layers": [LAYER]},
    "device": {"name": "cpu"},
    "sprites": {"size": 32, "steps": 2},
    "stores": {"channels": 7},
}


def _settings(parts: int = 1, **changed: object) -> RunSettings:
    config = copy.deepcopy(CONFIG)
    config["sprites"].update(changed)
    return parse(RunSettings, config | {"parts": {"sprites": parts}})


def _counted(monkeypatch) -> list[list[int]]:
    """Return a list to which the channels that are rendered are added."""
    asked, render = [], sprites.render

    def counted(network, recipe, order):
        asked.append(list(order.items))
        return render(network, recipe, order)

    monkeypatch.setattr(sprites, "render", counted)
    return asked


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """All sprites of a layer, made by one job."""
    folder = describe_network(tmp_path_factory.mktemp("run"))
    STAGES["sprites"].make(folder, _settings(), layer=LAYER, part=0)
    STAGES["sprite_sheet"].make(folder, _settings(), layer=LAYER)
    return folder


def test_every_channel_has_its_sprite_in_order(run):
    found = sprites.read(run, LAYER)
    assert found.icon.shape == (CHANNELS, 32, 32, 3) and found.icon.dtype == np.uint8
    network = load_network(_settings().network, _settings().device, [LAYER])
    rgb = to_rgb(found.icon)
    with torch.no_grad():
        maps = network.activations(rgb)[LAYER]
    own = maps[torch.arange(CHANNELS), torch.arange(CHANNELS)].mean((1, 2))
    np.testing.assert_allclose(found.activation, own.numpy(), rtol=1e-3, atol=1e-3)


def test_the_sheet_shows_them_row_by_row(run):
    index = stores.manifest(sprites_path(run, LAYER))
    assert (index["channels"], index["size"], index["columns"]) == (CHANNELS, 32, 5)
    sheet = np.asarray(Image.open(sheet_path(run, LAYER)))
    assert sheet.shape == (5 * 32, 5 * 32, 3)
    icon = sprites.read(run, LAYER).icon
    np.testing.assert_array_equal(sheet[32:64, 64:96], icon[7])
    assert not sheet[4 * 32 :, 4 * 32 :].any()


def test_parts_and_shards_give_the_same_bytes_as_one_job(run, tmp_path):
    settings = replace(_settings(parts=2), stores=StoresSettings(channels=5))
    for part in (1, 0):
        STAGES["sprites"].make(describe_network(tmp_path), settings, layer=LAYER, part=part)
    index = STAGES["sprite_sheet"].make(tmp_path, settings, layer=LAYER)
    assert index["shards"] == [0, 5, 10, 15, 20]
    assert index["digest"] == stores.manifest(sprites_path(run, LAYER))["digest"]
    assert sheet_path(tmp_path, LAYER).read_bytes() == sheet_path(run, LAYER).read_bytes()


def test_sealed_shards_are_not_rendered_again(run, tmp_path, monkeypatch):
    asked = _counted(monkeypatch)
    STAGES["sprites"].make(describe_network(tmp_path), _settings(), layer=LAYER, part=0)
    stores.remove(sprite_path(tmp_path, LAYER, 7))
    STAGES["sprites"].make(tmp_path, _settings(), layer=LAYER, part=0)
    STAGES["sprites"].make(tmp_path, _settings(), layer=LAYER, part=0)
    assert asked == [list(range(CHANNELS)), list(range(7, 14))]
    STAGES["sprite_sheet"].make(tmp_path, _settings(), layer=LAYER)
    np.testing.assert_array_equal(sprites.read(tmp_path, LAYER).icon, sprites.read(run, LAYER).icon)
    STAGES["sprites"].make(tmp_path, _settings(steps=1), layer=LAYER, part=0)
    assert asked[2:] == [list(range(CHANNELS))]


def test_pictures_are_read_where_they_are_and_rendered_otherwise(run, tmp_path, monkeypatch):
    settings, icon = _settings(), sprites.read(run, LAYER).icon
    network = load_network(settings.network, settings.device, [LAYER])
    channels = [20, 3, 8]
    found = sprites.pictures(tmp_path, LAYER, channels, network, settings)
    np.testing.assert_array_equal(found, icon[channels])
    asked = _counted(monkeypatch)
    found = sprites.pictures(run, LAYER, channels, network, settings)
    np.testing.assert_array_equal(found, icon[channels])
    assert asked == []
    # Channels 7 to 13 and 21 to 23:
    STAGES["sprites"].make(describe_network(tmp_path), _settings(parts=2), layer=LAYER, part=1)
    asked.clear()
    found = sprites.pictures(tmp_path, LAYER, channels, network, settings)
    np.testing.assert_array_equal(found, icon[channels])
    sprites.pictures(run, LAYER, channels, network, _settings(steps=1))
    assert asked == [[20, 3], channels]


def test_a_missing_part_is_one_sentence(run):
    with pytest.raises(AtlasError, match="never finished"):
        STAGES["sprite_sheet"].make(run, _settings(parts=2), layer=LAYER)
    with pytest.raises(AtlasError, match="never finished"):
        sprites.read(run, "blocks.0.0")

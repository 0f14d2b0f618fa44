import copy

import numpy as np
import pytest

from activation_atlas import stores
from activation_atlas.grids import icons
from activation_atlas.grids.icon_store import read_icons, tile_slices
from activation_atlas.paths import cells_path, icons_part_path, icons_path, moments_path
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse
from made_up import describe_network

LAYER, MAP = "blocks.2.1", "umap"
CONFIG = {
    "network": {"layers": [LAYER]},
    "device": {"name": "cpu", "micro_batch": 2},
    "maps": {MAP: {"sides": [2, 4]}},
    "icons": {"size": 40, "steps": 2, "warm_start": False},
    "stores": {"cells": 3},
}


def _settings(**icons_settings) -> RunSettings:
    config = copy.deepcopy(CONFIG)
    config["icons"].update(icons_settings)
    return parse(RunSettings, config)


@pytest.fixture
def run(tmp_path):
    """Seven cells of the fine grid and three of the coarse one, with made-up means."""
    rng = np.random.default_rng(0)
    for side, places in {
        2: [(0, 0), (0, 1), (1, 1)],
        4: [(0, c) for c in range(4)] + [(3, 1), (3, 2), (3, 3)],
    }.items():
        row, col = np.int32(places).T
        means = rng.random((len(places), 40), np.float32)
        stores.write(
            cells_path(tmp_path, LAYER, MAP, side),
            {"row": row, "col": col, "activation": means},
            {},
        )
    return describe_network(tmp_path)


def _made(run, settings: RunSettings, side: int, part: int = 0) -> dict:
    return STAGES["icons"].make(run, settings, layer=LAYER, map_name=MAP, side=side, part=part)


def _icons(run, side=4, cells=7):
    return read_icons(run, LAYER, MAP, side, cells, tile=3)


def test_every_cell_has_its_icon_in_order(run) -> None:
    manifest = _made(run, _settings(), 4)
    assert list(manifest["stores"]) == ["0000", "0001", "0002"]
    found = _icons(run)
    assert found["icon"].shape == (7, 40, 40, 3)
    assert found["score"].shape == found["cosine"].shape == (7,)
    assert tile_slices(7, 3) == [slice(0, 3), slice(3, 6), slice(6, 7)]


def test_parts_give_the_same_bytes_as_one_job(run) -> None:
    tiles = [
        icons_path(run, LAYER, MAP, side, n)
        for side, count in ((2, 1), (4, 3))
        for n in range(count)
    ]
    found = []
    for parts in (1, 2):
        config = copy.deepcopy(CONFIG) | {"parts": {"icons": parts}}
        config["icons"]["warm_start"] = True
        for side in (2, 4):
            for part in range(parts):
                STAGES["icons"].make(
                    run, parse(RunSettings, config), layer=LAYER, map_name=MAP, side=side, part=part
                )
        found.append([stores.manifest_path(tile).read_bytes() for tile in tiles])
        for tile in tiles:
            stores.remove(tile)
    assert found[0] == found[1]


def test_finished_tiles_stay_and_missing_ones_come_back(run) -> None:
    before = _made(run, _settings(), 4)
    kept = icons_path(run, LAYER, MAP, 4, 0)
    written = stores.manifest_path(kept).stat().st_mtime_ns
    stores.remove(icons_path(run, LAYER, MAP, 4, 1))
    assert _made(run, _settings(), 4) == before
    assert stores.manifest_path(kept).stat().st_mtime_ns == written


def test_other_settings_render_again(run) -> None:
    before = _made(run, _settings(), 4)
    after = _made(run, _settings(steps=3), 4)
    assert before["digest"] != after["digest"]


def test_whitening_uses_the_moments(run) -> None:
    plain = _made(run, _settings(), 4)
    second = np.diag(np.linspace(0.01, 4, 40))
    stores.write(moments_path(run, LAYER), {"second": second}, {})
    white = STAGES["icons"].make(
        run, _settings(whiten=True), layer=LAYER, map_name=MAP, side=4, part=0
    )
    assert plain["digest"] != white["digest"]
    assert "moments" in white["made_by"]["inputs"]


def test_a_warm_start_takes_the_icon_of_the_coarser_cell_around(run) -> None:
    settings = _settings(warm_start=True, steps=1, learning_rate=1e-6)
    _made(run, settings, 2)
    _made(run, settings, 4)
    coarse, fine = _icons(run, 2, 3)["icon"].astype(float), _icons(run)["icon"].astype(float)
    for cell, around in enumerate([0, 0, 1, 1, None, 2, 2]):  # (3, 1) has no coarser cell
        distance = [np.abs(fine[cell] - icon).mean() for icon in coarse]
        assert around is None or np.argmin(distance) == around


def test_the_coarsest_of_warm_started_grids_takes_all_their_steps(run) -> None:
    settings = _settings(warm_start=True, steps=1)
    steps = [_made(run, settings, side)["made_by"]["steps"] for side in (2, 4)]
    assert steps == [len(settings.maps[MAP].sides), 1]


def test_the_coarser_side_is_the_next_smaller_one() -> None:
    assert icons.coarser_side([8, 32, 16], 32) == 16
    assert icons.coarser_side([8, 32, 16], 8) is None


def test_the_manifest_lies_where_the_workflow_looks(run) -> None:
    _made(run, _settings(), 2)
    expected = run / "icons" / LAYER / MAP / "2" / "parts" / "0.json"
    assert (
        expected.exists()
        and stores.manifest_path(icons_part_path(run, LAYER, MAP, 2, 0)) == expected
    )

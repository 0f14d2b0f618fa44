import dataclasses
import tracemalloc

import numpy as np
import pytest

from activation_atlas import scheduler, stores
from activation_atlas.errors import AtlasError
from activation_atlas.grids import cells, nearest
from activation_atlas.paths import cells_path, layout_path
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse

LAYER = "layer"
SIDES = [2, 3, 4, 8]


def settings_of(most=4, **chosen):
    chosen = {"sides": SIDES, "minimum": 3, **chosen}
    return parse(RunSettings, {"maps": {"m": chosen}, "cells": {"exemplars": most}})


def write_layout(run, unit, sample=None):
    unit = np.asarray(unit, np.float32)
    sample = np.arange(len(unit)) if sample is None else sample
    inside = ((unit >= 0) & (unit <= 1)).all(axis=1)
    arrays = {"sample": sample.astype(np.uint32), "unit": unit, "inside": inside}
    stores.write(layout_path(run, LAYER, "m"), arrays, {})


def read_cells(run, side):
    store = stores.read(cells_path(run, LAYER, "m", side))
    return {name: store[name][:] for name in store}


def made_up(count=2000, channels=12, classes=9):
    rng = np.random.default_rng(1)
    activation = np.maximum(rng.standard_normal((count, channels)), 0) + 0.01
    unit = rng.normal(0.5, 0.25, (count, 2))
    return activation.astype(np.float16), rng.standard_normal((count, classes)), unit


@pytest.fixture
def built(tmp_path, write_samples):
    activation, attribution, unit = made_up()
    write_samples(tmp_path, activation, attribution, shard=333)
    write_layout(tmp_path, unit)
    STAGES["cells"].make(tmp_path, settings_of(), layer=LAYER, map_name="m")
    return tmp_path, activation, attribution.astype(np.float16), unit.astype(np.float32)


def members(unit, side, minimum=3):
    """Each cell (row, col) that is kept, in order, with its samples."""
    held = {}
    for sample, (x, y) in enumerate(unit):
        if 0 <= x <= 1 and 0 <= y <= 1:
            cell = (min(int(float(y) * side), side - 1), min(int(float(x) * side), side - 1))
            held.setdefault(cell, []).append(sample)
    return {cell: held[cell] for cell in sorted(held) if len(held[cell]) >= minimum}


@pytest.mark.parametrize("side", SIDES)
def test_means_counts_and_classes_are_those_of_each_cells_samples(built, side):
    run, activation, attribution, unit = built
    cells, expected = read_cells(run, side), members(unit, side)
    assert list(zip(cells["row"].tolist(), cells["col"].tolist())) == list(expected)
    for at, samples in enumerate(expected.values()):
        assert cells["count"][at] == len(samples)
        for name, rows in {"activation": activation, "attribution": attribution}.items():
            mean = rows[samples].astype(np.float64).mean(axis=0)
            np.testing.assert_array_equal(cells[name][at], mean.astype(np.float32))
        ranked = np.argsort(-cells["attribution"][at], kind="stable")
        assert cells["top"][at].tolist() == ranked[:5].tolist()
        assert cells["bottom"][at].tolist() == ranked[::-1][:3].tolist()


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_exemplars_are_the_samples_nearest_to_the_mean(tmp_path, write_samples, metric):
    activation, _, unit = made_up(600)
    write_samples(tmp_path, activation, shard=77)
    write_layout(tmp_path, unit)
    STAGES["cells"].make(tmp_path, settings_of(metric=metric), layer=LAYER, map_name="m")
    for side in SIDES:
        cells = read_cells(tmp_path, side)
        assert "attribution" not in cells and "top" not in cells
        for at, samples in enumerate(members(unit, side).values()):
            rows, mean = activation[samples].astype(np.float64), cells["activation"][at]
            if metric == "cosine":
                distance = 1 - rows @ mean / np.linalg.norm(rows, axis=1) / np.linalg.norm(mean)
            else:
                distance = np.linalg.norm(rows - mean, axis=1)
            nearest = np.array(samples)[np.argsort(distance)][:4].tolist()
            assert cells["exemplar"][at].tolist() == nearest + [-1] * (4 - len(nearest))


def test_coarse_cells_are_the_sums_of_the_finer_ones(built):
    fine, coarse = read_cells(built[0], 8), read_cells(built[0], 4)
    inside = built[3][((built[3] >= 0) & (built[3] <= 1)).all(axis=1)]
    assert read_cells(built[0], 2)["count"].sum() == len(inside)
    for at, (row, col) in enumerate(zip(coarse["row"], coarse["col"])):
        within = (fine["row"] // 2 == row) & (fine["col"] // 2 == col)
        if fine["count"][within].sum() == coarse["count"][at]:
            mean = np.average(fine["activation"][within], axis=0, weights=fine["count"][within])
            np.testing.assert_allclose(coarse["activation"][at], mean, rtol=1e-5)


def test_bytes_depend_neither_on_threads_nor_on_the_order_of_shards(
    built, tmp_path_factory, write_samples
):
    run, activation, attribution, unit = built
    order = np.roll(np.arange(2000), 1000).reshape(8, 250)[[3, 1, 7, 0, 2, 6, 5, 4]].ravel()
    other = tmp_path_factory.mktemp("other")
    write_samples(other, activation[order], attribution[order], shard=250)
    write_layout(other, unit[order])
    STAGES["cells"].make(other, settings_of(), layer=LAYER, map_name="m", threads=1)
    for side in SIDES:
        one, two = read_cells(run, side), read_cells(other, side)
        two["exemplar"] = np.where(two["exemplar"] >= 0, order[two["exemplar"]], -1)
        for name, array in one.items():
            assert array.tobytes() == two[name].astype(array.dtype).tobytes(), name


def test_a_map_of_few_samples_uses_only_these(tmp_path, write_samples):
    activation, attribution, unit = made_up(900)
    some = np.arange(5, 900, 7)
    write_samples(tmp_path, activation, attribution, shard=50)
    write_layout(tmp_path, np.clip(unit[some], 0, 1), some)
    STAGES["cells"].make(tmp_path, settings_of(sides=[1], minimum=1), layer=LAYER, map_name="m")
    cells = read_cells(tmp_path, 1)
    mean = activation[some].astype(np.float64).mean(axis=0).astype(np.float32)
    np.testing.assert_array_equal(cells["activation"][0], mean)
    assert set(cells["exemplar"][0]) <= set(some)


def test_only_what_is_missing_is_built_again(built):
    run = built[0]
    kept, lost = cells_path(run, LAYER, "m", 8), cells_path(run, LAYER, "m", 2)
    before, digest = kept.stat().st_mtime_ns, stores.manifest(lost)["digest"]
    stores.remove(lost)
    STAGES["cells"].make(run, settings_of(), layer=LAYER, map_name="m")
    assert kept.stat().st_mtime_ns == before
    assert stores.manifest(lost)["digest"] == digest


def test_a_grid_without_a_full_cell_is_refused_with_the_fullest_count(tmp_path, write_samples):
    write_samples(tmp_path, made_up(6)[0])
    write_layout(tmp_path, [[0.1, 0.1]] * 4 + [[0.9, 0.9]] * 2)
    with pytest.raises(AtlasError, match="8×8 grid of map 'm' .* minimum of 5 .* holds 4: lower"):
        STAGES["cells"].make(
            tmp_path, settings_of(sides=[1, 8], minimum=5), layer=LAYER, map_name="m"
        )
    assert not cells_path(tmp_path, LAYER, "m", 1).exists()


@pytest.mark.parametrize("broken", ["activation", "attribution"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_broken_numbers_are_refused(tmp_path, write_samples, broken, value):
    activation, attribution, unit = made_up(300)
    {"activation": activation, "attribution": attribution}[broken][7] = value
    write_samples(tmp_path, activation, attribution)
    write_layout(tmp_path, np.clip(unit, 0, 1))
    with pytest.raises(AtlasError, match=f"{broken}s in 1 cells of map 'm'.*float32"):
        STAGES["cells"].make(tmp_path, settings_of(sides=[2]), layer=LAYER, map_name="m")


def peak(run):
    """Return the most bytes that Python and NumPy hold, by their own count."""
    tracemalloc.start()
    STAGES["cells"].make(run, settings_of(sides=[4, 8, 16]), layer=LAYER, map_name="m", threads=1)
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return held


def test_memory_holds_few_bytes_a_sample(tmp_path, write_samples, monkeypatch):
    """Its id and its cell: 8 bytes."""
    for module, name, value in SMALL:
        monkeypatch.setattr(module, name, value)
    few, many, peaks = 20_000, 60_000, []
    for count in (few, few, many):  # the first one loads what is loaded once
        run, rng = tmp_path / str(len(peaks)), np.random.default_rng(0)
        write_samples(run, rng.integers(1, 9, (count, 16), np.uint8), shard=5000)
        write_layout(run, rng.random((count, 2)))
        peaks.append(peak(run))
    assert peaks[2] - peaks[1] < (many - few) * 16, peaks


SMALL = [
    (cells, "READ_AT_ONCE", 1000),
    (cells, "COUNTED_AT_ONCE", 1000),
    (nearest, "BUFFERED", 1000),
    (stores, "CHUNK_BYTES", 32_000),
]
"""Blocks that few samples fill, so that nothing but what grows with the samples grows."""


def test_a_scheduler_that_does_not_answer_is_named(built, monkeypatch):
    run = built[0]
    monkeypatch.setattr(scheduler, "PATIENCE", 1)
    stores.remove(cells_path(run, LAYER, "m", SIDES[0]))
    settings = dataclasses.replace(settings_of(), scheduler="tcp://127.0.0.1:9")
    with pytest.raises(AtlasError, match="No dask scheduler answers at 'tcp://127.0.0.1:9'"):
        STAGES["cells"].make(run, settings, layer=LAYER, map_name="m")

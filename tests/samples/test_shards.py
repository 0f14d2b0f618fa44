import errno
import shutil
import signal
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.images import open_catalogue
from activation_atlas.networks import load_network
from activation_atlas.paths import index_path, moments_path, samples_part_path, shard_path
from activation_atlas.pipeline import STAGES
from activation_atlas.samples import open_samples
from activation_atlas.samples.attribution import attributions
from activation_atlas.samples.position import cells, relative_position
from activation_atlas.settings import (
    DeviceSettings,
    ImagesSettings,
    PartsSettings,
    SamplesSettings,
    StoresSettings,
)

LAYERS = ["blocks.2.1", "blocks.4.2"]
ARRAYS = ["activation", "position", "image", "attribution", "rank"]


def sampled(run, settings):
    for part in range(settings.parts.samples):
        STAGES["samples"].make(run, settings, part=part)
    STAGES["gather"].make(run, settings)
    return run


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, prepare):
    run = tmp_path_factory.mktemp("prepared")
    prepare(run)
    return run


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, prepared, settings):
    run = tmp_path_factory.mktemp("undisturbed") / "run"
    shutil.copytree(prepared, run)
    return sampled(run, settings)


@pytest.fixture
def run(tmp_path, prepared):
    return shutil.copytree(prepared, tmp_path / "run")


def arrays(run, layer):
    samples = open_samples(run, layer)
    return {name: samples.array(name).compute() for name in ARRAYS}


def tree(run):
    files = (path for path in (run / "samples").rglob("*") if path.is_file())
    return {str(path.relative_to(run)): path.read_bytes() for path in files}


def test_positions_are_those_of_the_keys(undisturbed, settings):
    catalogue = open_catalogue(undisturbed, settings.images)
    for layer, side in zip(LAYERS, (8, 4)):
        found = arrays(undisturbed, layer)
        np.testing.assert_array_equal(found["image"], np.arange(len(catalogue)))
        keys = [catalogue.key(i) for i in range(len(catalogue))]
        relative = [relative_position(settings.seed, key) for key in keys]
        np.testing.assert_array_equal(found["position"], cells(relative, side, side, layer))


@pytest.mark.parametrize(
    ("changed", "threads"),
    [
        ({"device": DeviceSettings("cpu", "float32", 3)}, 1),
        ({"device": DeviceSettings("cpu", "float32", 20)}, 2),
        ({"stores": StoresSettings(images=7)}, 2),
        ({"parts": PartsSettings(samples=2)}, 1),
    ],
)
def test_samples_do_not_depend_on_how_the_work_is_cut(run, undisturbed, settings, changed, threads):
    torch.set_num_threads(threads)
    sampled(run, replace(settings, **changed))
    torch.set_num_threads(1)
    for layer in LAYERS:
        expected, found = arrays(undisturbed, layer), arrays(run, layer)
        for name in ARRAYS:
            np.testing.assert_array_equal(found[name], expected[name])
        moments = [stores.read(moments_path(r, layer)) for r in (undisturbed, run)]
        for name in ("mean", "second", "count"):
            np.testing.assert_array_equal(*(group[name][...] for group in moments))


def test_without_attribution_the_activations_are_the_same(run, undisturbed, settings):
    sampled(run, replace(settings, samples=SamplesSettings(attribution=False)))
    for layer in LAYERS:
        samples = open_samples(run, layer)
        assert samples.classes is None
        np.testing.assert_array_equal(
            samples.array("activation").compute(), arrays(undisturbed, layer)["activation"]
        )


KILLED = """
import os, signal, sys, torch
from pathlib import Path
from activation_atlas import stores
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings, parse
import json
torch.set_num_threads(1)
write = stores.write
def dying(path, *rest):
    if path.parent.name == "blocks.4.2" and path.name == "00001.zarr":
        (path.parent / f".{path.name}.partial-1").mkdir(parents=True)
        os.kill(os.getpid(), signal.SIGKILL)
    return write(path, *rest)
stores.write = dying
STAGES["samples"].make(Path(sys.argv[1]), parse(RunSettings, json.loads(sys.argv[2])), part=0)
"""


def test_a_killed_run_goes_on_to_the_same_bytes(run, undisturbed, settings, monkeypatch):
    import json

    from activation_atlas.settings import plain

    killed = subprocess.run([sys.executable, "-c", KILLED, run, json.dumps(plain(settings))])
    assert killed.returncode == -signal.SIGKILL
    assert shard_path(run, LAYERS[0], 1).exists()  # half a shard: one of its two layers
    assert not stores.manifest_path(samples_part_path(run, 0)).exists()
    written = []
    write = stores.write
    monkeypatch.setattr(
        stores, "write", lambda path, *rest: written.append(path) or write(path, *rest)
    )
    sampled(run, settings)
    assert shard_path(run, LAYERS[0], 0) not in written
    assert tree(run) == tree(undisturbed)


def test_a_second_call_computes_nothing(undisturbed, settings, monkeypatch):
    before = tree(undisturbed)
    monkeypatch.setattr(
        "activation_atlas.samples.shards.load_network", lambda *_: pytest.fail("computed again")
    )
    sampled(undisturbed, settings)
    assert tree(undisturbed) == before


def test_all_layers_of_a_chain_take_one_pass(run, settings, monkeypatch):
    passes = []

    def counted(network, images, cells, layers):
        passes.append(tuple(layers))
        return attributions(network, images, cells, layers)

    monkeypatch.setattr("activation_atlas.samples.batches.attributions", counted)
    STAGES["samples"].make(run, settings, part=0)
    assert set(passes) == {tuple(LAYERS)}


def test_a_shard_with_a_damaged_seal_is_sampled_again(undisturbed, tmp_path, settings):
    run = shutil.copytree(undisturbed, tmp_path / "run")
    stores.manifest_path(shard_path(run, LAYERS[1], 0)).write_text("")
    assert tree(sampled(run, settings)) == tree(undisturbed)


def test_another_seed_samples_again(undisturbed, tmp_path, settings):
    run = shutil.copytree(undisturbed, tmp_path / "run")
    sampled(run, replace(settings, seed=1))
    assert (arrays(run, LAYERS[0])["position"] != arrays(undisturbed, LAYERS[0])["position"]).any()


def test_a_full_disk_is_one_sentence_and_keeps_finished_shards(
    run, undisturbed, settings, monkeypatch
):
    write_array = stores._write_array
    written = []

    def full(group, name, array):
        written.append(name)
        if len(written) > 10:
            raise OSError(errno.ENOSPC, "No space left on device")
        write_array(group, name, array)

    with monkeypatch.context() as patch:
        patch.setattr(stores, "_write_array", full)
        with pytest.raises(AtlasError, match="No space is left on the disk while writing"):
            STAGES["samples"].make(run, settings, part=0)
    assert all(stores.manifest_path(shard_path(run, layer, 0)).exists() for layer in LAYERS)
    assert not list((run / "samples").rglob("*.partial-*"))
    assert tree(sampled(run, settings)) == tree(undisturbed)


def test_a_really_full_disk(tmp_path, prepared, settings):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "none", disk])
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        run = shutil.copytree(prepared, disk / "run")
        (disk / "ballast").write_bytes(bytes(250_000))
        with pytest.raises(AtlasError, match="No space is left on the disk while writing"):
            for part in range(1):
                STAGES["samples"].make(run, settings, part=part)
    finally:
        subprocess.run(["umount", disk], check=True)


def test_images_that_break_are_skipped_and_named(tmp_path, prepare, settings, caplog):
    folder, run = tmp_path / "images", tmp_path / "run"
    (folder / "grey").mkdir(parents=True)
    for i in range(4):
        Image.fromarray(np.full((70, 80, 3), 50 * i, np.uint8)).save(folder / "grey" / f"{i}.png")
    whole = (folder / "grey" / "0.png").read_bytes()
    (folder / "grey" / "0.png").write_bytes(whole[:-30])  # in its pixels, which no header tells
    mine = prepare(
        run,
        images=ImagesSettings(source="folder", path=str(folder), size=64),
        stores=StoresSettings(images=2),
    )
    for i in (1, 3):  # a whole shard and half of the next are gone
        (folder / "grey" / f"{i}.png").write_bytes(b"")
    with caplog.at_level("INFO", "activation_atlas"):
        sampled(run, mine)
    samples = open_samples(run, LAYERS[0])
    assert samples.rows("image", [0]) == [2] and samples.count == 1
    index = stores.manifest(index_path(run, LAYERS[0]))
    assert [shard["count"] for shard in index["shards"]] == [0, 1]
    assert index["skipped"] == [
        {"key": "grey/0.png", "reason": "truncated"},
        {"key": "grey/1.png", "reason": "empty file"},
        {"key": "grey/3.png", "reason": "empty file"},
    ]
    listed = stores.manifest_path(index_path(run, LAYERS[0]))
    assert f"1 samples, 3 images skipped (listed in {listed})" in caplog.text


def test_a_layer_that_joins_is_sampled_alone_and_as_if_from_the_start(
    run, undisturbed, settings, monkeypatch
):
    first = replace(settings, network=replace(settings.network, layers=LAYERS[1:]))
    sampled(run, first)
    before = {path: content for path, content in tree(run).items() if LAYERS[1] in path}
    asked = []

    def noted(network, device, layers):
        asked.append(list(layers))
        return load_network(network, device, layers)

    monkeypatch.setattr("activation_atlas.samples.shards.load_network", noted)
    sampled(run, settings)
    assert asked == [LAYERS[:1]]
    assert {path: content for path, content in tree(run).items() if LAYERS[1] in path} == before
    assert tree(run) == tree(undisturbed)
    sampled(run, first)
    assert asked == [LAYERS[:1]]


def test_a_layer_too_coarse_says_so(tmp_path, prepare, settings):
    network = replace(settings.network, layers=["blocks.6.0"])
    mine = prepare(tmp_path, network=network)
    with pytest.raises(AtlasError, match="'blocks.6.0' is too coarse: its map has 2 × 2 cells"):
        STAGES["samples"].make(tmp_path, mine, part=0)

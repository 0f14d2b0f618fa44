import subprocess
import sys

import numpy as np
import pytest

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.paths import index_path, shard_path
from activation_atlas.samples import open_samples, store


@pytest.fixture
def gathered(tmp_path, monkeypatch):
    """Samples of two layers in shards of 5, 0 and 7 rows, chunked by 3 rows."""
    monkeypatch.setattr(stores, "CHUNK_BYTES", 3 * 4 * 2)
    generator = np.random.default_rng(0)
    counts, parts = [5, 0, 7], []
    for shard, count in enumerate(counts):
        arrays = {
            "activation": generator.normal(size=(count, 4)).astype(np.float16),
            "image": generator.integers(99, size=count).astype(np.uint32),
        }
        stores.write(shard_path(tmp_path, "a.1", shard), arrays, {})
        parts.append(arrays)
    index = {
        "channels": 4,
        "shards": [{"name": f"{shard:05d}", "count": n} for shard, n in enumerate(counts)],
        "count": sum(counts),
        "classes": None,
        "digest": "d",
    }
    stores.write_manifest(index_path(tmp_path, "a.1"), index, {})
    return tmp_path, {k: np.concatenate([part[k] for part in parts]) for k in parts[0]}


def test_array_is_the_concatenation_of_the_shards(gathered):
    run, whole = gathered
    samples = open_samples(run, "a.1")
    assert (samples.count, samples.channels, samples.classes) == (12, 4, None)
    for name, expected in whole.items():
        np.testing.assert_array_equal(samples.array(name).compute(), expected)


def test_rows_come_in_the_order_asked_for_with_repeats(gathered):
    run, whole = gathered
    samples = open_samples(run, "a.1")
    ids = np.random.default_rng(1).integers(12, size=40)
    for name, expected in whole.items():
        np.testing.assert_array_equal(samples.rows(name, ids), expected[ids])
    assert samples.rows("activation", []).shape == (0, 4)


def test_rows_read_each_chunk_once(gathered, monkeypatch):
    run, _ = gathered
    reads = []
    original = store.zarr.Array.__getitem__
    monkeypatch.setattr(
        store.zarr.Array, "__getitem__", lambda a, s: reads.append((a.path, s)) or original(a, s)
    )
    open_samples(run, "a.1").rows("activation", [11, 0, 11, 2, 1, 4])
    assert len(reads) == 3  # rows 0-2 and 3-4 of the first shard, row 6 of the last


@pytest.mark.parametrize("wrong", [-1, 12])
def test_rows_outside_are_refused(gathered, wrong):
    with pytest.raises(IndexError, match=r"\[0, 12\)"):
        open_samples(gathered[0], "a.1").rows("activation", [0, wrong])


def test_unknown_layer_names_the_nearest(gathered):
    with pytest.raises(AtlasError, match=r"'a\.2' was not sampled.*Did you mean 'a\.1'"):
        open_samples(gathered[0], "a.2")


def test_samples_never_gathered_say_so(tmp_path):
    with pytest.raises(AtlasError, match="run the step that makes it again"):
        open_samples(tmp_path, "a.1")


def test_reading_needs_no_torch():
    code = "import sys, activation_atlas.samples.store; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0

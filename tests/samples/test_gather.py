import dask
import dask.array as da
import numpy as np
import pytest

from activation_atlas import scheduler, stores
from activation_atlas.errors import AtlasError
from activation_atlas.images import open_catalogue
from activation_atlas.networks import load_network
from activation_atlas.paths import moments_path
from activation_atlas.pipeline import STAGES
from activation_atlas.raster import to_rgb
from activation_atlas.samples import open_samples
from activation_atlas.samples.gather import _condition, second_moment
from activation_atlas.settings import PartsSettings


def test_second_moment_is_the_sum_of_outer_products():
    rows = np.random.default_rng(0).normal(size=(103, 7))
    found = second_moment(da.from_array(rows, chunks=(10, -1))).compute()
    np.testing.assert_allclose(found, np.einsum("ni,nj->ij", rows, rows), rtol=1e-12)


def test_sums_do_not_depend_on_threads():
    rows = np.random.default_rng(0).normal(size=(4000, 30))
    lazy = second_moment(da.from_array(rows, chunks=(50, -1)))
    one, many = (dask.compute(lazy, scheduler="threads", num_workers=n)[0] for n in (1, 8))
    assert np.array_equal(one, many)


def test_condition_leaves_dead_channels_out():
    second = np.diag([4.0, 0.0, 0.5])
    assert _condition(second) == {"dead": 1, "condition": 8.0}
    assert _condition(np.ones((3, 3))) == {"dead": 0, "condition": None}
    assert _condition(np.zeros((2, 2))) == {"dead": 2, "condition": None}


@pytest.fixture(scope="module")
def half(tmp_path_factory, prepare):
    """One of two parts sampled."""
    run = tmp_path_factory.mktemp("half")
    mine = prepare(run, parts=PartsSettings(samples=2))
    STAGES["samples"].make(run, mine, part=1)
    return run, mine


def test_missing_shards_are_named(half):
    with pytest.raises(AtlasError, match=r"2 of 3 shards.*00000, 00002.*sample all parts first"):
        STAGES["gather"].make(*half)


def test_moments_are_those_of_the_samples(half):
    run, mine = half
    STAGES["samples"].make(run, mine, part=0)
    for layer, index in STAGES["gather"].make(run, mine).items():
        assert index["count"] == sum(shard["count"] for shard in index["shards"])
        rows = open_samples(run, layer).array("activation").compute().astype(np.float64)
        moments = stores.read(moments_path(run, layer))
        np.testing.assert_allclose(moments["mean"][...], rows.mean(0), rtol=1e-12)
        np.testing.assert_allclose(moments["second"][...], rows.T @ rows / len(rows), rtol=1e-12)
        assert moments["count"][...] == [len(rows)] == [index["count"]]


def test_agreement_is_that_of_the_ranks(half):
    run, mine = half
    STAGES["samples"].make(run, mine, part=0)
    network = load_network(mine.network, mine.device, mine.network.layers)
    catalogue = open_catalogue(run, mine.images)
    images = np.stack([catalogue.read(row, catalogue.size) for row in range(len(catalogue))])
    logits = network.run(to_rgb(images))[1]
    predicted = logits.argmax(1).numpy()
    for layer, index in STAGES["gather"].make(run, mine).items():
        spoken = open_samples(run, layer).array("attribution").compute()
        rank = [np.sum(values > values[best]) for values, best in zip(spoken, predicted)]
        assert index["agreement"] == {
            "median_rank": np.median(rank),
            "top_10": pytest.approx(np.mean(np.array(rank) < 10), abs=1e-4),
        }


def test_a_scheduler_that_does_not_answer_is_named(tmp_path, prepare, monkeypatch):
    monkeypatch.setattr(scheduler, "PATIENCE", 1)
    mine = prepare(tmp_path, scheduler="tcp://127.0.0.1:9")
    STAGES["samples"].make(tmp_path, mine, part=0)
    with pytest.raises(AtlasError, match="No dask scheduler answers at 'tcp://127.0.0.1:9'"):
        STAGES["gather"].make(tmp_path, mine)

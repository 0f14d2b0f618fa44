"""Sums at a dask scheduler with worker processes, some of which don't live to see the end."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
import pytest

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.paths import cells_path, layout_path
from activation_atlas.pipeline import STAGES
from activation_atlas.samples import open_samples
from activation_atlas.samples.gather import moments
from activation_atlas.scheduler import client_of
from activation_atlas.settings import RunSettings, parse

distributed = pytest.importorskip("distributed")

LAYER = "layer"
SIDES = [2, 4, 8]


@pytest.fixture
def run(tmp_path, write_samples, monkeypatch):
    """1,200 samples in 40 shards, laid out, in a folder that is named as the workflow names it."""
    random = np.random.default_rng(0)
    monkeypatch.chdir(tmp_path)
    run = tmp_path.relative_to(tmp_path) / "run"
    activation = random.gamma(0.5, size=(1200, 12))
    write_samples(run, activation, random.standard_normal((1200, 9)), shard=30)
    unit = random.random((1200, 2), np.float32)
    inside = np.ones(1200, bool)
    arrays = {"sample": np.arange(1200, dtype=np.uint32), "unit": unit, "inside": inside}
    stores.write(layout_path(run, LAYER, "m"), arrays, {})
    return run


class Killer(distributed.SchedulerPlugin):
    """Kills the worker that has done the n-th task, with all its results."""

    def __init__(self, scheduler, count):
        self.scheduler, self.count = scheduler, count
        self.workers = []
        self.victim = None

    def transition(self, key, start, finish, *_, worker=None, **__):
        """Note who has done a task, and strike."""
        if (start, finish) == ("processing", "memory"):
            self.workers.append(worker)
            if len(self.workers) == self.count:
                self.victim = worker
                os.kill(self.scheduler.workers[worker].pid, signal.SIGKILL)


@contextmanager
def dying(folder, count):
    """Yield the address of a scheduler with two workers, one of which dies at its `count`-th task.

    The workers have no nanny, which would start another one, and a working folder of their own.
    """
    folder.mkdir()
    with distributed.LocalCluster(n_workers=0, dashboard_address=None) as cluster:
        killer = Killer(cluster.scheduler, count)
        cluster.scheduler.add_plugin(killer)
        command = [sys.executable, "-m", "distributed.cli.dask_worker", cluster.scheduler_address]
        command += ["--no-nanny", "--no-dashboard", "--nthreads", "1"]
        workers = [
            subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) for _ in range(2)
        ]
        try:
            with distributed.Client(cluster, set_as_default=False) as client:
                client.wait_for_workers(2, timeout=60)
            yield cluster.scheduler_address
            assert killer.victim is not None
            assert set(killer.workers[count:]) - {killer.victim}, "nobody went on"
            assert sorted(worker.poll() is None for worker in workers) == [False, True]
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()


def test_moments_outlive_a_worker(run, tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[moments.__module__], "BLOCK", 50)
    samples = open_samples(run, LAYER)
    expected = moments(samples)
    with dying(tmp_path / "elsewhere", count=9) as address:
        found = moments(samples, address)
    for name, array in expected.items():
        assert found[name].tobytes() == array.tobytes()


def test_cells_outlive_a_worker(run, tmp_path):
    values = {"maps": {"m": {"sides": SIDES, "minimum": 1}}, "cells": {"exemplars": 4}}
    STAGES["cells"].make(run, parse(RunSettings, values), layer=LAYER, map_name="m")
    expected = {side: stores.manifest(cells_path(run, LAYER, "m", side)) for side in SIDES}
    for side in SIDES:
        stores.remove(cells_path(run, LAYER, "m", side))
    with dying(tmp_path / "elsewhere", count=2) as address:
        STAGES["cells"].make(
            run, parse(RunSettings, values | {"scheduler": address}), layer=LAYER, map_name="m"
        )
    for side in SIDES:
        assert stores.manifest(cells_path(run, LAYER, "m", side)) == expected[side]


def test_a_worker_that_does_not_see_the_samples_is_one_sentence(run, tmp_path):
    """Instead of a sum of zeros."""
    lazy = open_samples(run, LAYER).array("activation").sum()
    (run / "samples").rename(tmp_path / "moved")
    with distributed.LocalCluster(n_workers=1, processes=False, dashboard_address=None) as cluster:
        address = cluster.scheduler_address
        expected = f"Workers .*'{address}' don't find the run's results"
        with pytest.raises(AtlasError, match=expected), client_of(address) as client:
            client.compute(lazy).result()


def test_a_scheduler_that_dies_is_one_sentence(run, tmp_path, caplog):
    """It has no workers, so that the sums wait until it dies."""
    file = tmp_path / "scheduler.json"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0"]
    command += ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file)]
    started = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        while not file.exists():
            assert started.poll() is None
            time.sleep(0.05)
        with distributed.Client(scheduler_file=str(file), set_as_default=False) as client:
            address = client.scheduler.address
        with caplog.at_level("INFO", "activation_atlas"), ThreadPoolExecutor(1) as pool:
            sums = pool.submit(moments, open_samples(run, LAYER), address)
            while "has no workers yet" not in caplog.text:
                assert not sums.done(), sums.exception()
                time.sleep(0.05)
            started.kill()
            with pytest.raises(AtlasError, match=f"'{address}' was lost: start it again"):
                sums.result(60)
    finally:
        started.kill()
        started.wait()

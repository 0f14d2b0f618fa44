"""SIGKILL in the middle of a stage, then the same command: the same bytes as undisturbed."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest

LAYER = "blocks.4.2"
# A stage is under way once its trigger is there, and not over while its result isn't.
STAGES = {
    "catalogue": ("logs/catalogue.log", "images/catalogue.json"),
    "samples": ("samples/shards/00001.json", "samples/parts/0.json"),
    "neighbours": (f"logs/neighbours/{LAYER}/*.log", f"neighbours/{LAYER}/*.json"),
    "layout": (f"logs/layout/{LAYER}/umap.log", f"layout/{LAYER}/umap.json"),
    "cells": (f"logs/cells/{LAYER}/umap.log", f"cells/{LAYER}/umap/2.json"),
    "icons": (f"icons/{LAYER}/umap/4/0001.json", f"icons/{LAYER}/umap/4/parts/0.json"),
    "export": (f"logs/export/{LAYER}/umap.log", f"atlas/maps/{LAYER}/umap.json"),
}


def wait_for(run: Path, trigger: str, started: subprocess.Popen) -> None:
    deadline = time.monotonic() + 120
    while not list(run.glob(trigger)):
        assert started.poll() is None, f"the run ended before {trigger} was there"
        assert time.monotonic() < deadline, f"{trigger} did not come"
        time.sleep(0.005)


def jobs(started: subprocess.Popen) -> list[psutil.Process]:
    """Return the processes of the jobs' own scripts."""
    below = psutil.Process(started.pid).children(recursive=True)
    return [process for process in below if "scripts" in " ".join(process.cmdline())]


def kill_all(started: subprocess.Popen) -> None:
    os.killpg(started.pid, signal.SIGKILL)


def kill_jobs(started: subprocess.Popen) -> None:
    for process in jobs(started):
        process.kill()


def kill_controller(started: subprocess.Popen) -> None:
    """Kill Snakemake alone: its jobs live on beside those of the next run."""
    started.kill()


@pytest.mark.parametrize("kill", [kill_all, kill_jobs, kill_controller])
def test_a_run_killed_in_every_stage_ends_with_the_same_bytes(workflow, small, undisturbed, kill):
    disturbed = workflow(small)
    for stage, (trigger, result) in STAGES.items():
        started = disturbed.start()
        wait_for(disturbed.results(), trigger, started)
        assert not list(disturbed.results().glob(result)), f"{stage} was over too soon"
        kill(started)
        assert started.wait(60) != 0
    ended = disturbed.run()
    assert ended.returncode == 0, ended.stdout
    assert disturbed.digests() == undisturbed.digests()


def test_a_second_run_in_the_same_folder_is_refused_while_the_first_lives(workflow, small):
    first = workflow(small)
    started = first.start()
    wait_for(first.results(), "logs/*.log", started)
    try:
        refused = first.run()
    finally:
        kill_all(started)
    assert refused.returncode == 1
    assert "Another run is at work" in refused.stdout and "Traceback" not in refused.stdout

"""SIGKILL in the middle of a stage, then the same command: the same bytes as undisturbed.

And runs side by side.
"""

import os
import signal
import subprocess
import time
from pathlib import Path

import psutil

LAYER = "blocks.4.2"
ALL = "all-cosine-fit200000"


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


# A stage is under way once its trigger has been written, and not over while its result isn't.
STAGES = [
    ("logs/network.log", "network.json", kill_all),
    ("logs/catalogue.log", "images/catalogue.json", kill_all),
    (f"samples/{LAYER}/00001.json", "samples/parts/0.json", kill_all),
    (f"samples/{LAYER}/00003.json", "samples/parts/0.json", kill_jobs),
    ("logs/gather.log", f"samples/{LAYER}/index.json", kill_all),
    (f"logs/neighbours/{LAYER}/{ALL}.log", f"neighbours/{LAYER}/{ALL}.json", kill_controller),
    (f"logs/layout/{LAYER}/umap.log", f"layout/{LAYER}/umap.json", kill_all),
    (f"logs/layout/{LAYER}/umap.log", f"layout/{LAYER}/umap.json", kill_jobs),
    (f"logs/cells/{LAYER}/umap.log", f"cells/{LAYER}/umap/2.json", kill_all),
    (f"icons/{LAYER}/umap/4/0000.json", f"icons/{LAYER}/umap/4/parts/0.json", kill_all),
    (f"icons/{LAYER}/umap/4/0002.json", f"icons/{LAYER}/umap/4/parts/0.json", kill_controller),
    (f"logs/exemplars/{LAYER}/umap/4.log", f"exemplars/{LAYER}/umap/4.json", kill_all),
    (f"logs/export/{LAYER}/umap.log", f"atlas/maps/{LAYER}/umap.json", kill_all),
    ("logs/page.log", "atlas/index.html", kill_all),
]


def wait_for(trigger: Path, since: float, started: subprocess.Popen) -> None:
    """Return as soon as the trigger has been written since then."""
    while not (trigger.exists() and trigger.stat().st_mtime > since):
        assert started.poll() is None, f"the run ended before {trigger} was written"
        assert time.time() < since + 120, f"{trigger} was not written"
        time.sleep(0.002)


def test_a_run_killed_in_every_stage_ends_with_the_same_bytes(workflow, small, undisturbed):
    disturbed = workflow(small)
    for trigger, result, kill in STAGES:
        since = time.time()
        started = disturbed.start(f"results/photos/{result}")
        wait_for(disturbed.results() / trigger, since, started)
        kill(started)
        assert not (disturbed.results() / result).exists(), f"{result} was there too soon"
        assert started.wait(60) != 0
    ended = disturbed.run()
    assert ended.returncode == 0, ended.stdout
    assert disturbed.digests() == undisturbed.digests()


def test_a_second_run_in_the_same_folder_is_refused_while_the_first_lives(workflow, small):
    first = workflow(small)
    since, started = time.time(), first.start()
    wait_for(first.results() / "logs" / "network.log", since, started)
    try:
        refused = first.run()
    finally:
        kill_all(started)
    assert refused.returncode == 1
    assert "Another run is at work" in refused.stdout and "Traceback" not in refused.stdout


def test_runs_of_different_names_work_side_by_side_in_one_folder(workflow, small):
    """Snakemake locks files, and these runs share none."""
    ours, theirs = (workflow(small | {"run": name}) for name in ("ours", "theirs"))
    target = "results/ours/samples/parts/0.json"
    since, started = time.time(), ours.start(target)
    wait_for(ours.results() / "logs" / "network.log", since, started)
    ended = theirs.run("results/theirs/images/catalogue.json")
    assert ended.returncode == 0, ended.stdout
    assert (theirs.results() / "images" / "catalogue.json").exists()
    assert started.wait(240) == 0
    assert (ours.folder / target).exists()

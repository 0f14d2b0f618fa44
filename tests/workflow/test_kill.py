"""SIGKILL in the middle of a run, then the same command: the same bytes as undisturbed.

And runs side by side.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import psutil

from activation_atlas.seeds import generator

LAYER = "blocks.4.2"
MOMENTS = 20
EACH = 1 if os.environ.get("ATLAS_KILLS") == "all" else 5
"""Of the moments at which a run may be killed, every so many are tried."""
LONGEST_WAIT = 0.4
"""Seconds from the milestone at which a run is struck to the stroke, at most."""


def kill_all(started: subprocess.Popen) -> None:
    os.killpg(started.pid, signal.SIGKILL)


def kill_jobs(started: subprocess.Popen) -> None:
    """Kill the processes of the jobs' own scripts."""
    for process in psutil.Process(started.pid).children(recursive=True):
        if "scripts" in " ".join(process.cmdline()):
            process.kill()


def kill_controller(started: subprocess.Popen) -> None:
    """Kill Snakemake alone: its jobs live on beside those of the next run."""
    started.kill()


def wait_until(
    reached: Callable[[], bool], since: float, started: subprocess.Popen, what: str
) -> None:
    """Return as soon as `reached` says so."""
    while not reached():
        assert started.poll() is None, f"the run ended before {what}"
        assert time.time() < since + 180, f"still waiting for {what}"
        time.sleep(0.005)


def wait_for(trigger: Path, since: float, started: subprocess.Popen) -> None:
    """Return as soon as the trigger has been written since then."""

    def written() -> bool:
        return trigger.exists() and trigger.stat().st_mtime > since

    wait_until(written, since, started, f"{trigger} was written")


def milestones(results: Path) -> dict[Path, float]:
    """Return the logs and manifests in a folder of results, and when each was written."""
    found = {}
    for folder, folders, names in os.walk(results):  # which bears with folders that go
        folders[:] = [name for name in folders if not name.endswith(".zarr")]
        for path in (Path(folder, name) for name in names if name.endswith((".json", ".log"))):
            with suppress(FileNotFoundError):
                found[path] = path.stat().st_mtime
    return found


def has_reached(results: Path, moment: int, since: float) -> bool:
    """Say whether more than so many milestones are there, one of them newer than `since`."""
    found = milestones(results)
    return len(found) > moment and max(found.values()) > since


def test_a_run_killed_at_random_moments_ends_with_the_same_bytes(
    workflow, small, undisturbed, record_property
):
    """Each time Snakemake and all its jobs are killed; nothing is done but to start it again.

    A moment is reached once so many logs and manifests are there, and one more has been written
    since the last start; the numbers are spread at random over those of an undisturbed run.
    """
    random = generator("kills")
    total = len(milestones(undisturbed.results()))
    moments = sorted(random.choice(total - 3, MOMENTS, replace=False).tolist())[EACH // 2 :: EACH]
    disturbed = workflow(small)
    killed = []
    for moment in moments:
        since, started = time.time(), disturbed.start()
        reached = partial(has_reached, disturbed.results(), moment, since)
        wait_until(reached, since, started, f"milestone {moment} of {total}")
        time.sleep(random.uniform(0, LONGEST_WAIT))
        kill_all(started)
        killed.append(started.wait(60))
    ended = disturbed.run()
    assert ended.returncode == 0, ended.stdout
    assert disturbed.digests() == undisturbed.digests()
    assert killed == [-signal.SIGKILL] * len(moments)
    record_property(f"killed {len(killed)} times", f"at {moments} of {total} logs and manifests")


def test_killed_jobs_and_a_killed_controller_cost_no_byte(workflow, small, undisturbed):
    disturbed = workflow(small)
    for trigger, result, kill in (
        (f"samples/{LAYER}/00003.json", "samples/parts/0.json", kill_jobs),
        (f"icons/{LAYER}/umap/4/0002.json", f"icons/{LAYER}/umap/4/parts/0.json", kill_controller),
    ):
        since = time.time()
        started = disturbed.start(f"results/photos/{result}")
        wait_for(disturbed.results() / trigger, since, started)
        kill(started)
        assert not (disturbed.results() / result).exists(), f"{result} was there too soon"
        assert started.wait(60) != 0
    ended = disturbed.run()
    assert ended.returncode == 0, ended.stdout
    assert disturbed.digests() == undisturbed.digests()


def test_while_a_run_lives_another_is_refused_in_its_folder_and_welcome_beside_it(workflow, small):
    """Snakemake locks files, and runs of different names share none."""
    ours, theirs = (workflow(small | {"run": name}) for name in ("ours", "theirs"))
    target = "results/ours/samples/parts/0.json"
    since, started = time.time(), ours.start(target)
    wait_for(ours.results() / "logs" / "network.log", since, started)
    refused = ours.run(target)
    assert refused.returncode == 1
    assert "Another run is at work" in refused.stdout and "Traceback" not in refused.stdout
    ended = theirs.run("results/theirs/images/catalogue.json")
    assert ended.returncode == 0, ended.stdout
    assert (theirs.results() / "images" / "catalogue.json").exists()
    assert started.wait(240) == 0, ours.output()
    assert (ours.folder / target).exists()

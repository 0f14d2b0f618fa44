"""The paper's config, cut down, on a real Slurm: whatever befalls it, its bytes are a local run's.

Two runs side by side, one undisturbed, on the cluster that `slurm.sh start` sets up.
"""

import getpass
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import yaml
from PIL import Image
from running import ROOT, Workflow

PARTITIONS = ROOT / "workflow" / "profiles" / "slurm" / "partitions.yaml"
LOCAL = ("--cores", "1")
# The project's own profile, and what is special about this cluster.
ON_SLURM = (
    *("--workflow-profile", "slurm", "--max-threads", "1", "--latency-wait", "5"),
    *("--slurm-partition-config", str(PARTITIONS)),
    *("--slurm-status-command", "squeue", "--slurm-init-seconds-before-status-checks", "15"),
    # A job takes seconds to begin, and longer to be seen to have ended: short ones share one.
    *("--groups", "gather=map", "neighbours=map", "layout=map", "cells_umap=map"),
    *("export=page", "page=page"),
)
TOO_LITTLE = ("--set-resources", "catalogue:mem_mb=[100, 4000][attempt - 1]")
ICONS = "icons_wildcards_blocks.4.2_umap_2_0"
"""The first part of the icons, as Slurm knows its rule and wildcards."""
PATIENCE = 480  # seconds for a run to come to a point

pytestmark = pytest.mark.timeout(1800)  # the first test waits for all runs


def cut_down(folder: Path, device: str, where: tuple[str, ...]) -> Workflow:
    """Return the workflow with few small images and a network that needs no download."""
    config = yaml.safe_load((ROOT / "config" / "imagenet.yaml").read_text())
    config["network"] = {"name": "efficientnet_lite0", "layers": ["blocks.4.2"]}
    config["device"]["name"] = device
    config["images"] = {"source": "folder", "path": "images", "size": 64}
    config["stores"]["images"] = 8
    few = {"neighbours": 8, "fit": 1000, "epochs": 50, "sides": [2], "minimum": 1}
    config["maps"] = {"umap": config["maps"]["umap"] | few}
    config["cells"] = {"exemplars": 2, "patch": 24}
    config["icons"] |= {"size": 32, "steps": 16, "tries": 2}
    config["stores"]["cells"] = 1
    config["parts"] = {"samples": 2, "icons": 2}
    (folder / "config.yaml").write_text(yaml.safe_dump(config))
    random = np.random.default_rng(0)
    for number in range(48):
        file = folder / "images" / f"class-{number % 2}" / f"{number}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        coarse = Image.fromarray(random.integers(0, 256, (6, 8, 3), dtype=np.uint8))
        coarse.resize((96, 72), Image.Resampling.BICUBIC).save(file)
    return Workflow(folder, {"run": "imagenet"}, ("--configfile", "config.yaml"), where)


def slurm(*command: str) -> str:
    """Return what one of Slurm's commands prints."""
    ended = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30)
    return ended.stdout


def jobs(run: Workflow, rule: str) -> list[dict[str, str]]:
    """Return what Slurm knows of a run's jobs of a rule (and some of its wildcards), in order."""
    listed = slurm("scontrol", "--details", "--oneliner", "show", "job").splitlines()
    known = [dict(re.findall(r"(\S+?)=(\S*)", line)) for line in listed if "=" in line]
    ours = [job for job in known if job["WorkDir"] == str(run.folder)]
    chosen = [job for job in ours if job["Comment"].startswith(f"rule_{rule}")]
    return sorted(chosen, key=lambda job: int(job["JobId"]))


def states(run: Workflow, rule: str) -> list[str]:
    return [job["JobState"] for job in jobs(run, rule)]


def wait_for(what: Callable[[], bool], run: Workflow) -> None:
    """Return as soon as `what` is so."""
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, run.output()
        time.sleep(0.3)


def works(run: Workflow, rule: str, log: str) -> Callable[[], bool]:
    """Return whether a job has come to its own script, which writes its log."""

    def so() -> bool:
        file = run.results() / "logs" / log
        return "RUNNING" in states(run, rule) and file.exists()

    return so


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """Skip these tests where the cluster is not up, or fail where it has to be."""
    try:
        found = slurm("scontrol", "show", "config")
    except (OSError, subprocess.SubprocessError) as error:
        found = str(error)
    if not re.search(r"^ClusterName *= activation-atlas$", found, re.M):
        missing = "the test cluster is not up; as root: tests/cluster/slurm.sh start"
        (pytest.fail if os.environ.get("ATLAS_CLUSTER") == "required" else pytest.skip)(missing)
    yield
    slurm("scancel", "--user", getpass.getuser())


@pytest.fixture(scope="module")
def runs(cluster, tmp_path_factory) -> Iterator[dict[str, Workflow]]:
    """Return three runs that have come to their ends: a local one and two on the cluster."""
    places = {"local": ("cpu", LOCAL), "calm": ("cuda", ON_SLURM), "stormy": ("cuda", ON_SLURM)}
    made = {
        name: cut_down(tmp_path_factory.mktemp(name), device, where)
        for name, (device, where) in places.items()
    }
    local, calm = made["local"].start(), made["calm"].start()
    try:
        weather(made["stormy"])
        for name, started in (("local", local), ("calm", calm)):
            assert started.wait(PATIENCE) == 0, made[name].output()
        yield made
    finally:
        local.kill()
        calm.kill()


def weather(run: Workflow) -> None:
    """Bring a run to its end through a lack of memory, a cancelled job and a killed Snakemake."""
    controller = run.start(*TOO_LITTLE)
    try:
        wait_for(works(run, "samples_wildcards_0", "samples/0.log"), run)
        slurm("scancel", jobs(run, "samples_wildcards_0")[-1]["JobId"])
        wait_for(works(run, ICONS, "icons/blocks.4.2/umap/2/0.log"), run)
    finally:
        controller.kill()  # SIGKILL: it cancels nothing
    left = [job["JobId"] for job in jobs(run, ICONS) if job["JobState"] == "RUNNING"]
    slurm("scancel", *left)  # the other part goes on, beside the jobs of the next run
    ended = run.run()
    assert ended.returncode == 0, ended.stdout


def test_a_run_on_slurm_has_the_bytes_of_a_local_one(runs):
    assert len(runs["local"].digests()) > 50
    assert runs["calm"].digests() == runs["local"].digests()


def test_two_jobs_with_a_gpu_ran_at_once_on_distinct_devices(runs):
    calm = runs["calm"]
    first, second = jobs(calm, "samples")
    assert first["StartTime"] < second["EndTime"] and second["StartTime"] < first["EndTime"]
    logs = [(calm.results() / "logs" / "samples" / f"{part}.log").read_text() for part in (0, 1)]
    given = [re.search(r"Slurm gave GPU (\d), which is not a real one", log)[1] for log in logs]
    assert given[0] != given[1]


def test_jobs_with_a_gpu_went_to_the_partition_that_has_some(runs):
    partitions = {
        rule: {job["Partition"] for job in jobs(runs["calm"], rule)}
        for rule in ("catalogue", "samples", "icons", "exemplars")
    }
    gpu, cpu = {"gpu"}, {"cpu"}
    assert partitions == {"catalogue": cpu, "samples": gpu, "icons": gpu, "exemplars": cpu}


def test_a_job_killed_for_its_memory_is_tried_again_with_more(runs):
    first, second = jobs(runs["stormy"], "catalogue")
    assert [first["JobState"], second["JobState"]] == ["FAILED", "COMPLETED"]
    assert [first["MinMemoryNode"], second["MinMemoryNode"]] == ["100M", "4000M"]
    assert runs["stormy"].digests() == runs["local"].digests()


def test_a_cancelled_job_is_tried_again_with_twice_the_memory(runs):
    first, second = jobs(runs["stormy"], "samples_wildcards_0")
    assert [first["JobState"], second["JobState"]] == ["CANCELLED", "COMPLETED"]
    assert [first["MinMemoryNode"], second["MinMemoryNode"]] == ["8000M", "16000M"]
    assert runs["stormy"].digests() == runs["local"].digests()


def test_after_sigkill_of_snakemake_the_same_command_goes_on(runs):
    """Some of its jobs were cancelled, others left to themselves; nothing had to be unlocked."""
    stormy = runs["stormy"]
    names = {job["JobName"] for job in jobs(stormy, "")}  # Snakemake names all jobs of a run alike
    assert len(names) == 2
    assert "CANCELLED" in states(stormy, "icons")
    assert states(stormy, "samples_wildcards_1") == ["COMPLETED"]  # and it was not done again
    assert stormy.digests() == runs["local"].digests()

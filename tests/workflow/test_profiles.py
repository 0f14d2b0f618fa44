"""The profiles: dry runs of the paper's config, with neither its images nor its weights."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KUBERNETES = ROOT / "workflow" / "profiles" / "kubernetes"
# Plays kubectl: a job that is created runs at once, here, and is known by its number.
KUBECTL = """#!{python}
import os, subprocess, sys, yaml
from pathlib import Path
here = Path(__file__).parent
if sys.argv[1] == "create":
    job = yaml.safe_load(sys.stdin)
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert container["resources"]["requests"]["memory"].endswith("M")
    ended = subprocess.run(container["command"], stdout=sys.stderr)
    number = len(list(here.glob("job-*")))
    (here / f"job-{{number}}").write_text("Failed" if ended.returncode else "Complete")
    print(f"job-{{number}}")
elif sys.argv[1] == "get":
    print((here / sys.argv[2]).read_text())
"""


@pytest.mark.parametrize("profile", ["local", "slurm", "kubernetes"])
def test_the_papers_config_passes_a_dry_run(tmp_path, profile):
    planned = subprocess.run(
        [sys.executable, "-m", "snakemake", "--dry-run", "--quiet", "rules"]
        + ["--snakefile", str(ROOT / "workflow" / "Snakefile"), "--workflow-profile", profile]
        + ["--configfile", str(ROOT / "config" / "imagenet.yaml"), "--directory", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert planned.returncode == 0, planned.stderr
    jobs = dict(line.split() for line in planned.stdout.splitlines() if len(line.split()) == 2)
    assert int(jobs["samples"]) == 16 and int(jobs["icons"]) == 4 * 8 * (4 + 2 * 3)


def test_kubernetes_scripts_run_a_job_and_tell_how_it_ended(tmp_path):
    kubectl = tmp_path / "kubectl"
    kubectl.write_text(KUBECTL.format(python=sys.executable))
    kubectl.chmod(0o755)
    env = os.environ | {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "ATLAS_CLAIM": "claim",
        "ATLAS_VOLUME": str(tmp_path),
    }
    for status, said in ((0, "success"), (3, "failed")):
        script = tmp_path / "job.sh"
        script.write_text(f"exit {status}\n")
        submit = [KUBERNETES / "submit.sh", "2", "4000", "60", "0", script]
        name = subprocess.check_output(submit, env=env, text=True).strip()
        ended = subprocess.check_output([KUBERNETES / "status.sh", name], env=env, text=True)
        assert ended.strip() == said

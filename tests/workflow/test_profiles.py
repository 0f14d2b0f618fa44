"""The profiles: dry runs of the paper's config, and jobs on a Kubernetes that a script plays."""

import os
import subprocess
import sys

import pytest
from running import ROOT, WITHOUT_SLURM, Workflow

from activation_atlas import __version__

KUBERNETES = ROOT / "workflow" / "profiles" / "kubernetes"
# Plays kubectl: a job that is created runs at once, here, and is known by its number.
KUBECTL = """#!{python}
import os, subprocess, sys, yaml
from pathlib import Path
here = Path(__file__).parent
if sys.argv[1] == "create":
    job = yaml.safe_load(sys.stdin)
    pod = job["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert container["resources"]["requests"]["memory"].endswith("M")
    assert container["image"] == "activation-atlas"
    assert pod["securityContext"]["runAsUser"] == os.getuid()
    image = {{"PATH": "{image}:/usr/bin:/bin", "HOME": "{image}", "SLURM_CONF": os.devnull}}
    env = image | {{each["name"]: each["value"] for each in container["env"]}}
    ended = subprocess.run(container["command"], env=env, stdout=sys.stderr)
    number = len(list(here.glob("job-*")))
    (here / f"job-{{number}}").write_text("Failed" if ended.returncode else "Complete")
    print(f"job-{{number}}")
elif sys.argv[1] == "get":
    print((here / sys.argv[2]).read_text())
"""


@pytest.fixture
def kubernetes(tmp_path) -> dict[str, str]:
    """Return an environment in which `kubectl` is a script that runs jobs here."""
    tools, image = tmp_path / "tools", tmp_path / "image"
    scripts = {
        tools / "kubectl": KUBECTL.format(python=sys.executable, image=image),
        image
        / "python": f'#!/bin/sh\necho "$PYTHONPATH" >>{image}/used\nexec {sys.executable} "$@"',
    }
    for file, script in scripts.items():
        file.parent.mkdir()
        file.write_text(script)
        file.chmod(0o755)
    path = f"{tools}:{os.environ['PATH']}"
    return os.environ | {"PATH": path, "ATLAS_CLAIM": "claim", "ATLAS_VOLUME": str(tmp_path)}


@pytest.mark.parametrize("profile", ["local", "slurm", "kubernetes"])
def test_the_papers_config_passes_a_dry_run(tmp_path, profile):
    planned = subprocess.run(
        [sys.executable, "-m", "snakemake", "--dry-run", "--quiet", "rules"]
        + ["--snakefile", str(ROOT / "workflow" / "Snakefile"), "--workflow-profile", profile]
        + ["--configfile", str(ROOT / "config" / "imagenet.yaml"), "--directory", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | WITHOUT_SLURM,
        capture_output=True,
        text=True,
    )
    assert planned.returncode == 0, planned.stderr
    jobs = dict(line.split() for line in planned.stdout.splitlines() if len(line.split()) == 2)
    assert int(jobs["samples"]) == 16 and int(jobs["icons"]) == 4 * 8 * (4 + 2 * 3)


def test_kubernetes_scripts_run_a_job_and_tell_how_it_ended(tmp_path, kubernetes):
    for status, said in ((0, "success"), (3, "failed")):
        script = tmp_path / "job.sh"
        script.write_text(f"exit {status}\n")
        submit = [KUBERNETES / "submit.sh", "2", "4000", "60", "0", script]
        name = subprocess.check_output(submit, env=kubernetes, text=True).strip()
        ended = subprocess.check_output([KUBERNETES / "status.sh", name], env=kubernetes, text=True)
        assert ended.strip() == said


@pytest.mark.parametrize(
    ("error", "said"),
    [("The connection to the server was refused: Failed", "running"), ("(NotFound)", "failed")],
)
def test_a_server_that_does_not_answer_once_ends_no_run(tmp_path, kubernetes, error, said):
    kubectl = tmp_path / "tools" / "kubectl"
    kubectl.write_text(f"#!/bin/sh\necho '{error}' >&2\nexit 1\n")
    status = [KUBERNETES / "status.sh", "job-0"]
    assert subprocess.check_output(status, env=kubernetes, text=True).strip() == said


def test_the_code_runs_where_it_is_not_installed(tmp_path):
    """As in a pod: without the metadata that an installation leaves."""
    hidden = "import importlib.metadata as m\n\ndef version(name, real=m.version):\n"
    hidden += (
        "    assert name != 'activation-atlas'\n    return real(name)\n\nm.version = version\n"
    )
    (tmp_path / "sitecustomize.py").write_text(hidden)
    told = "from activation_atlas.recipes.facts import versions; print(versions())"
    env = os.environ | {"PYTHONPATH": f"{tmp_path}:{ROOT / 'src'}"}
    printed = subprocess.check_output([sys.executable, "-c", told], env=env, text=True)
    assert f"'activation-atlas': '{__version__}'" in printed


def test_a_pod_takes_python_from_its_image_and_the_code_from_the_checkout(tmp_path, kubernetes):
    (tmp_path / "workflow").symlink_to(ROOT / "workflow")
    where = ("--workflow-profile", "kubernetes", "--seconds-between-status-checks", "1")
    run = Workflow(tmp_path, {"images": {"crops": 1}}, where=where)
    ended = run.run("results/photos/images/catalogue.json", env=kubernetes)
    assert ended.returncode == 0, ended.stdout
    assert (tmp_path / "image" / "used").read_text().splitlines() == [str(ROOT / "src")]

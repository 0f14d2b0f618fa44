"""Format, lint, and the shape of the tree."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from running import WITHOUT_SLURM

ROOT = Path(__file__).parents[1]
OTHERS = ("benchmarks", "cluster", "workflow", "viewer", "test_readme.py", "test_style.py")
"""Tests of something beside the library."""
CHECKS = [
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["snakefmt", "--check", "workflow"],
]


@pytest.mark.parametrize("check", CHECKS, ids=" ".join)
def test_style(check):
    tool = Path(sys.executable).with_name(check[0])
    checked = subprocess.run([tool, *check[1:]], cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_rules_pass_snakemakes_lint():
    linted = subprocess.run(
        [sys.executable, "-m", "snakemake", "--lint"],
        cwd=ROOT,
        env=os.environ | WITHOUT_SLURM,
        capture_output=True,
        text=True,
    )
    lines = [line.strip(" *:") for line in linted.stderr.splitlines() if line[:6] == "    * "]
    # Jobs run in the set-up's own .venv, which requirements.txt pins: no conda, no container.
    assert set(lines) == {"Specify a conda environment or container for each rule."}


def test_every_test_file_mirrors_a_source_file():
    package = ROOT / "src" / "activation_atlas"
    for test in ROOT.glob("tests/**/test_*.py"):
        where = test.relative_to(ROOT / "tests")
        if where.parts[0] in OTHERS:
            continue
        source = package / where.with_name(where.name.removeprefix("test_"))
        assert source.exists() or source.with_suffix("").is_dir(), f"{where} tests no source file"

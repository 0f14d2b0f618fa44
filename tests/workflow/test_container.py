"""The Containerfile, as far as it shows without a container engine."""

import re
import subprocess
import sys
import tomllib

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from running import ROOT

LINES = re.findall(r"^([A-Z]+) (.*)$", (ROOT / "Containerfile").read_text(), re.M)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PINNED = {
    canonicalize_name(Requirement(line).name)
    for line in (ROOT / "requirements.txt").read_text().splitlines()
    if line and not line.startswith("#")
}


def arguments(instruction: str) -> list[str]:
    return [given for found, given in LINES if found == instruction]


def test_its_python_is_one_that_the_project_takes():
    (image,) = arguments("FROM")
    version = re.fullmatch(r"python:([\d.]+)-slim-\w+", image)[1]
    assert f"{version}.0" in SpecifierSet(PROJECT["requires-python"])


def test_the_files_that_it_copies_are_there():
    *files, _ = " ".join(arguments("COPY")).split()
    assert files and all((ROOT / file).is_file() for file in files)


def test_each_of_its_packages_is_pinned():
    assert {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]} <= PINNED


def test_it_ends_as_a_user_without_rights():
    (user,) = arguments("USER")
    assert user.partition(":")[0] not in ("root", "0")


def test_it_reads_the_dependencies_as_they_are_declared():
    (program,) = re.findall(r"python -c '(.*)'", arguments("RUN")[0])
    listed = subprocess.run(
        [sys.executable, "-c", program],
        input=(ROOT / "pyproject.toml").read_text(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert listed.stdout.splitlines() == PROJECT["dependencies"]

"""The workflow as a person runs it, in a folder of its own, and what it left there."""

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
SNAKEFILE = ROOT / "workflow" / "Snakefile"
# Snakemake asks Slurm as it starts, wherever jobs go, and waits 9 s where Slurm is down.
WITHOUT_SLURM = {"SLURM_CONF": os.devnull}


def jobs(printed: str) -> dict[str, int]:
    """Return how many jobs of each rule a run plans, from what it prints."""
    table = printed.split("Job stats:")[1].split("total")[0]
    rows = [line.split() for line in table.splitlines()]
    return {row[0]: int(row[1]) for row in rows if len(row) == 2 and row[1].isdecimal()}


@dataclass(frozen=True)
class Workflow:
    """The workflow with its own folder for results."""

    folder: Path
    config: dict
    arguments: tuple[str, ...] = ()
    where: tuple[str, ...] = ("--cores", "2", "--max-threads", "1")
    snakefile: Path = SNAKEFILE

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of a run with further arguments."""
        values = [f"{key}={json.dumps(value)}" for key, value in self.config.items()]
        call = [sys.executable, "-m", "snakemake", "--snakefile", str(self.snakefile)]
        call += ["--directory", str(self.folder), *self.where]
        return [*call, *arguments, *self.arguments, "--config", *values]

    def environment(self) -> dict[str, str]:
        """Return the variables with which Snakemake starts."""
        return os.environ | ({} if "slurm" in self.where else WITHOUT_SLURM)

    def run(self, *arguments: str, env: dict | None = None) -> subprocess.CompletedProcess:
        """Run the workflow to its end; its output lies in stdout."""
        return subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment() | (env or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=400,
        )

    def start(self, *arguments: str) -> subprocess.Popen:
        """Start the workflow as the leader of a process group of its own; see :meth:`output`."""
        with (self.folder / "output.log").open("w") as output:
            return subprocess.Popen(
                self.command(*arguments),
                cwd=self.folder,
                env=self.environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def output(self) -> str:
        """Return what the run printed that was started last."""
        return (self.folder / "output.log").read_text()

    def results(self) -> Path:
        """Return the folder of the run's results."""
        return self.folder / "results" / self.config.get("run", "photos")

    def with_config(self, config: dict) -> "Workflow":
        """Return the same folder with another config."""
        return replace(self, config=config)

    def inputs(self, target: str) -> dict[str, list[str]]:
        """Return the inputs of each result that the target needs, by its path in the results."""
        listed = self.run("--detailed-summary", target).stdout
        rows = csv.DictReader(listed[listed.index("output_file") :].splitlines(), delimiter="\t")
        results = self.results().relative_to(self.folder)
        return {
            str(Path(row["output_file"]).relative_to(results)): (row["input-file(s)"] or "").split(
                ","
            )
            for row in rows
        }

    def copied(self, folder: Path) -> "Workflow":
        """Return this run in another folder, as if it had been made there."""
        for name in ("results", ".snakemake/metadata"):
            shutil.copytree(self.folder / name, folder / name)
        return replace(self, folder=folder)

    def digests(self) -> dict[str, str]:
        """Return the SHA-256 of every result, by its path; logs and benchmarks hold times."""
        found = {}
        for path in sorted(self.results().rglob("*")):
            name = path.relative_to(self.results())
            if path.is_file() and name.parts[0] not in ("logs", "benchmarks"):
                found[str(name)] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found

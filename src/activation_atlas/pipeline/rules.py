"""What rules of the workflow take from the declarations of stages: text with wildcards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from activation_atlas.paths import run_path
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings

Wildcards = Mapping[str, str]


@dataclass(frozen=True)
class Rules:
    """The stages of a run as rules: what a rule's keys do not fix becomes its wildcards.

    Attributes:
        settings: Settings of the run.
    """

    settings: RunSettings

    @property
    def run(self) -> Path:
        """The folder of the run's results."""
        return run_path(self.settings.run)

    def inputs(self, stage: str, **key: str) -> Callable[[Wildcards], dict[str, list[str]]]:
        """Return an input function: what a job reads of the run, and the user's files."""

        def found(wildcards: Wildcards) -> dict[str, list[str]]:
            job = key | dict(wildcards)
            read = STAGES[stage].inputs(self.run, self.settings, **job)
            files = STAGES[stage].user_files(self.settings, **job)
            return {
                name: list(map(str, paths)) for name, paths in (read | {"files": files}).items()
            }

        return found

    def outputs(self, stage: str, **key: str) -> list[str]:
        """Return what a stage leaves."""
        return [str(path) for path in STAGES[stage].outputs(self.run, self.settings, **key)]

    def params(self, stage: str, **key: str) -> Callable[[Wildcards], dict[str, object]]:
        """Return a function of params: the stage, its keys and what decides the result."""
        return lambda wildcards: STAGES[stage].params(self.settings, **key, **dict(wildcards))

    def log(self, stage: str, **key: str) -> str:
        """Return where a stage's jobs log."""
        return f"{self._told('logs', stage, key)}.log"

    def times(self, stage: str, **key: str) -> str:
        """Return where the time and the memory of a stage's jobs are written."""
        return f"{self._told('benchmarks', stage, key)}.tsv"

    def _told(self, folder: str, stage: str, key: Mapping[str, str]) -> str:
        names = (key.get(name, f"{{{name}}}") for name in STAGES[stage].keys)
        return "/".join((str(self.run), folder, stage, *names))

"""What the work of a stage is given."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from activation_atlas.settings import RunSettings


@dataclass(frozen=True)
class Job:
    """One job of a stage: where it works, what it may read, what seals what it makes.

    Attributes:
        run: Folder of the run's results.
        settings: Settings that the stage declared; to read any other is refused.
        seal: Gives `made_by` once it is asked for.
        threads: Threads that it may take.
    """

    run: Path
    settings: RunSettings
    seal: Callable[[], dict[str, object]]
    threads: int = 1

    @cached_property
    def made_by(self) -> dict[str, object]:
        """What decides the result, JSON values: settings, digests of inputs and of user's files.

        Raises:
            AtlasError: an input is missing or was never finished.
        """
        return self.seal()

"""Which shards a run has, which part of the work takes which, and which of them are done."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from activation_atlas.images import Catalogue
from activation_atlas.job import Job


@dataclass(frozen=True)
class Plan:
    """The shards of a run: shard s holds `shard_size` consecutive rows of the catalogue.

    Attributes:
        run: Folder of the run's results.
        layers: Layers that are sampled, sorted.
        rows: Length of the catalogue.
        shard_size: Rows of the catalogue that a shard holds.
    """

    run: Path
    layers: tuple[str, ...]
    rows: int
    shard_size: int

    @property
    def shards(self) -> range:
        """The numbers of all shards."""
        return range(-(-self.rows // self.shard_size))

    def part(self, part: int, parts: int) -> range:
        """Return the shards of one of `parts` parts of the work."""
        return self.shards[part::parts]

    def rows_of(self, shard: int) -> range:
        """Return the rows of the catalogue that a shard holds."""
        return range(self.rows)[shard * self.shard_size : (shard + 1) * self.shard_size]

    def pieces(self, shards: Iterable[int], batch: int) -> list[tuple[int, range]]:
        """Return the rows of the shards in runs of at most `batch`, each with its shard."""
        return [
            (shard, rows[start : start + batch])
            for shard in shards
            for rows in [self.rows_of(shard)]
            for start in range(0, len(rows), batch)
        ]


def make_plan(job: Job, catalogue: Catalogue) -> Plan:
    """Return the plan of a run whose catalogue is already made."""
    settings = job.settings
    return Plan(
        run=job.run,
        layers=tuple(sorted(set(settings.network.layers))),
        rows=len(catalogue),
        shard_size=settings.stores.images,
    )

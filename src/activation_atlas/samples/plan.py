"""Which shards a run has, which part of the work takes which, and which of them are done."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from activation_atlas import stores
from activation_atlas.images import Catalogue
from activation_atlas.job import Job
from activation_atlas.paths import samples_part_path, shard_path


@dataclass(frozen=True)
class Plan:
    """The shards of a run: shard s holds `shard_size` consecutive rows of the catalogue.

    Attributes:
        job: Job that samples them or reads them.
        layers: Layers that are sampled, sorted.
        rows: Length of the catalogue.
        shard_size: Rows of the catalogue that a shard holds.
    """

    job: Job
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

    def path(self, layer: str, shard: int) -> Path:
        """Return the store of a layer's shard."""
        return shard_path(self.job.run, layer, shard)

    def made_by(self, layer: str, shard: int) -> dict[str, object]:
        """Return what decides a layer's shard; it names no other layer, so that one may join."""
        return self.job.made_by | {"layer": layer, "shard": shard}

    def is_done(self, layer: str, shard: int) -> bool:
        """Say whether a layer's shard is whole."""
        return stores.is_sealed(self.path(layer, shard), self.made_by(layer, shard))

    def seal_part(self, part: int, shards: Iterable[int]) -> dict:
        """Write the manifest that lists the shards of a part, all of them whole; return it."""
        digests = {
            stored_as(layer, shard): stores.manifest(self.path(layer, shard))["digest"]
            for layer in self.layers
            for shard in shards
        }
        content = {"stores": digests, "digest": stores.digest_of(digests)}
        path = samples_part_path(self.job.run, part)
        return stores.write_manifest(path, content, self.job.made_by)


def make_plan(job: Job, catalogue: Catalogue) -> Plan:
    """Return the plan of a run whose catalogue is made."""
    layers = tuple(sorted(set(job.settings.network.layers)))
    return Plan(job, layers, len(catalogue), job.settings.stores.images)


def stored_as(layer: str, shard: int) -> str:
    """Return the name by which the manifest of a part lists a shard of a layer."""
    return f"{layer}/{shard:05d}"

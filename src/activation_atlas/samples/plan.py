"""Which shards a run has, which part of the work takes which, and which of them are done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.images import Catalogue
from activation_atlas.paths import catalogue_path, network_path, shard_path
from activation_atlas.settings import RunSettings


@dataclass(frozen=True)
class Plan:
    """The shards of a run: shard s holds `shard_size` consecutive rows of the catalogue."""

    run: Path
    layers: tuple[str, ...]
    rows: int
    """Length of the catalogue."""
    shard_size: int
    made_by: Mapping[str, object]
    """Whatever decides a sample, but for its layer and the precision of its computation."""

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

    def made_by_of(self, layer: str, shard: int, dtype: str) -> dict[str, object]:
        """Return what a layer's shard is sealed with; `dtype` is that of the computation.

        It names no other layer: layers added later leave a shard as it is.
        """
        exact = {} if dtype == "float32" else {"dtype": dtype}
        return {**self.made_by, **exact, "layer": layer, "shard": shard}

    def record(self, layer: str, shard: int) -> dict | None:
        """Return the manifest of a layer's shard, None where it is not yet sampled."""
        path = shard_path(self.run, layer, shard)
        try:
            record = stores.manifest(path)
        except AtlasError:
            return None
        made_by = self.made_by_of(layer, shard, record["made_by"].get("dtype", "float32"))
        return record if stores.is_sealed(path, made_by) else None

    def is_done(self, layer: str, shard: int, dtype: str) -> bool:
        """Say whether a layer's shard is whole and was computed in `dtype`."""
        made_by = self.made_by_of(layer, shard, dtype)
        return stores.is_sealed(shard_path(self.run, layer, shard), made_by)


def make_plan(run: Path, settings: RunSettings, catalogue: Catalogue) -> Plan:
    """Return the plan of a run whose network and catalogue are already described.

    Raises:
        AtlasError: one of them is missing.
    """
    network = stores.manifest(network_path(run))
    images = stores.manifest(catalogue_path(run))
    return Plan(
        run=Path(run),
        layers=tuple(sorted(set(settings.network.layers))),
        rows=len(catalogue),
        shard_size=settings.stores.images,
        made_by={
            "catalogue": images["digest"],
            "size": catalogue.size,
            "network": [network["name"], network["digest"]],
            "seed": settings.seed,
            "attribution": settings.samples.attribution,
            "shard_size": settings.stores.images,
        },
    )

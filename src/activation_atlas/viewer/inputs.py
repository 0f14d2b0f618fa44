"""What the page is made from: one grid's cells, icons and exemplars, read a slice at a time."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from activation_atlas import stores
from activation_atlas.atlas import icon_store

RECENT = 16  # icon stores kept in memory


@dataclass(frozen=True)
class GridInputs:
    """The sealed stores of one grid; arrays are read when asked for."""

    run: Path
    layer: str
    map_name: str
    side: int
    icon_tile: int
    """Cells an icon store."""
    _recent: dict[tuple[int, str], np.ndarray] = field(default_factory=dict, repr=False)

    @property
    def cells_path(self) -> Path:
        """The store of the cells."""
        return self.run / "cells" / self.layer / self.map_name / f"{self.side}.zarr"

    @property
    def exemplars_path(self) -> Path:
        """The store of the exemplars."""
        return self.run / "exemplars" / self.layer / self.map_name / f"{self.side}.zarr"

    def icon_path(self, cell: int) -> Path:
        """The store that holds the icon of a cell."""
        tile = cell // self.icon_tile
        return icon_store.tile_path(self.run, self.layer, self.map_name, self.side, tile)

    def cells(self, name: str) -> np.ndarray | None:
        """Return an array of the cells, or None where the run has none of that name."""
        group = stores.read(self.cells_path)
        return group[name][:] if name in group else None

    def exemplars(self, name: str, cells: slice) -> np.ndarray:
        """Return ``patch`` or ``image`` of some cells."""
        return stores.read(self.exemplars_path)[name][cells]

    def icons(self, name: str, cells: slice) -> np.ndarray:
        """Return ``icon``, ``score`` or ``cosine`` of some cells, from as many stores as needed."""
        parts = []
        for start in range(cells.start - cells.start % self.icon_tile, cells.stop, self.icon_tile):
            within = slice(max(0, cells.start - start), cells.stop - start)
            parts.append(self._tile(start, name)[within])
        return np.concatenate(parts)

    def _tile(self, start: int, name: str) -> np.ndarray:
        """Read one store of icons; the last few stay, since rows of cells share them."""
        if (start, name) not in self._recent:
            while len(self._recent) >= RECENT:
                self._recent.pop(next(iter(self._recent)))
            self._recent[start, name] = stores.read(self.icon_path(start))[name][:]
        return self._recent[start, name]

    def digests(self) -> list[str]:
        """Return the digests of all stores that this grid is made from."""
        count = stores.manifest(self.cells_path)["arrays"]["row"]["shape"][0]
        tiles = [self.icon_path(start) for start in range(0, count, self.icon_tile)]
        paths = [self.cells_path, self.exemplars_path, *tiles]
        return [stores.manifest(path)["digest"] for path in paths]


class LazyIcons:
    """The icons of a grid, read a slice at a time."""

    def __init__(self, grid: GridInputs):
        self._grid = grid

    def __getitem__(self, cells: slice) -> np.ndarray:
        return self._grid.icons("icon", cells)

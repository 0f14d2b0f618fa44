"""What the page is made from: one grid's cells, icons and exemplars, read a slice at a time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from activation_atlas import stores
from activation_atlas.paths import cells_path, icons_path, patches_path

RECENT = 4  # arrays of such stores kept in memory


@dataclass(frozen=True)
class GridInputs:
    """The sealed stores of one grid; arrays are read when asked for."""

    run: Path
    layer: str
    map_name: str
    side: int
    tile: int
    """Cells a store of icons or of exemplars."""
    _recent: dict[tuple[Path, str], np.ndarray] = field(default_factory=dict, repr=False)

    @property
    def cells_path(self) -> Path:
        """The store of the cells."""
        return cells_path(*self._place)

    def icon_path(self, cell: int) -> Path:
        """The store that holds the icon of a cell."""
        return icons_path(*self._place, cell // self.tile)

    def cells(self, name: str) -> np.ndarray | None:
        """Return an array of the cells, or None where the run has none of that name."""
        group = stores.read(self.cells_path)
        return group[name][:] if name in group else None

    def exemplars(self, name: str, cells: slice) -> np.ndarray:
        """Return ``patch`` or ``image`` of some cells."""
        return self._slice(name, cells, lambda tile: patches_path(*self._place, tile))

    def icons(self, name: str, cells: slice) -> np.ndarray:
        """Return ``icon``, ``score`` or ``cosine`` of some cells."""
        return self._slice(name, cells, lambda tile: icons_path(*self._place, tile))

    @property
    def _place(self) -> tuple[Path, str, str, int]:
        return self.run, self.layer, self.map_name, self.side

    def _slice(self, name: str, cells: slice, path_of: Callable[[int], Path]) -> np.ndarray:
        """Read an array of some cells from as many stores as hold them."""
        parts = []
        for start in range(cells.start - cells.start % self.tile, cells.stop, self.tile):
            within = slice(max(0, cells.start - start), cells.stop - start)
            parts.append(self._whole(path_of(start // self.tile), name)[within])
        return np.concatenate(parts)

    def _whole(self, path: Path, name: str) -> np.ndarray:
        """Read an array of one store; the last few stay, since neighbouring slices share them."""
        if (path, name) not in self._recent:
            while len(self._recent) >= RECENT:
                self._recent.pop(next(iter(self._recent)))
            self._recent[path, name] = stores.read(path)[name][:]
        return self._recent[path, name]


class LazyIcons:
    """The icons of a grid, read a slice at a time."""

    def __init__(self, grid: GridInputs):
        self._grid = grid

    def __getitem__(self, cells: slice) -> np.ndarray:
        return self._grid.icons("icon", cells)

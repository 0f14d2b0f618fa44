"""Where in an image its activation is taken: the same relative place in every layer."""

import numpy as np

from activation_atlas.errors import AtlasError
from activation_atlas.seeds import generator


def relative_position(seed: int, key: str) -> tuple[float, float]:
    """Return (u, v) in (0, 1)²: the share of the width and of the height, for the image `key`."""
    u, v = generator(seed, "position", key).random(2)
    return float(u), float(v)


def cells(relative: np.ndarray, height: int, width: int, layer: str) -> np.ndarray:
    """Return the cells (n, 2) int16 (row, col) of relative positions (n, 2) (u, v).

    Cells on the border of the map, where padding shows, are never taken.

    Raises:
        AtlasError: the map has no cell but those on its border.
    """
    if min(height, width) < 3:
        raise AtlasError(
            f"Layer '{layer}' is too coarse: its map has {height} × {width} cells, all on the"
            " border; raise images.size or choose an earlier layer."
        )
    u, v = np.asarray(relative, dtype=np.float64).reshape(-1, 2).T
    rows = 1 + np.floor(v * (height - 2))
    columns = 1 + np.floor(u * (width - 2))
    return np.stack([rows, columns], axis=1).astype(np.int16)

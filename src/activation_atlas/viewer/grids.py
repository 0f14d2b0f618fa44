"""What the page knows of each cell: its numbers at once, its details on demand."""

import base64

import numpy as np

from activation_atlas.viewer.likeness import cosines
from activation_atlas.viewer.receive import short

SHOWN_ON_HOVER = 3
NEIGHBOURS = 6
ROWS_AT_ONCE = 512


def columns(cells: dict[str, np.ndarray | None], cosine: np.ndarray) -> dict:
    """Return one grid as columns: place, count, first classes and the icons' cosine."""
    table = {name: cells[name].tolist() for name in ("row", "col", "count")}
    table["cosine"] = short(cosine)
    if cells["attribution"] is not None:
        top = cells["top"][:, :SHOWN_ON_HOVER]
        table["top"] = top.tolist()
        table["value"] = short(_of_classes(cells["attribution"], top))
    return table


def classes_of(cells: dict[str, np.ndarray | None], which: str, cell: int) -> list:
    """Return the [class, value] pairs of ``top`` or ``bottom`` of one cell, [] without any."""
    if cells["attribution"] is None:
        return []
    ids = [int(index) for index in cells[which][cell] if index >= 0]
    return [[index, short(cells["attribution"][cell, [index]])[0]] for index in ids]


def nearest_cells(activation: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the other cells whose mean activations are nearest by cosine.

    Args:
        activation: (k, C) mean activations.

    Returns:
        index (k, n) int64 and cosine (k, n) float32, nearest first, n = min(6, k - 1).
    """
    count = len(activation)
    most = min(NEIGHBOURS, count - 1)
    index = np.empty((count, most), np.int64)
    cosine = np.empty((count, most), np.float32)
    for start in range(0, count, ROWS_AT_ONCE):
        rows = np.arange(start, min(start + ROWS_AT_ONCE, count))
        likeness = cosines(activation[rows], activation)
        likeness[np.arange(len(rows)), rows] = -np.inf
        index[rows] = np.argsort(-likeness, axis=1, kind="stable")[:, :most]
        cosine[rows] = np.take_along_axis(likeness, index[rows], axis=1)
    return index, cosine


def tinted_classes(tops: list[np.ndarray]) -> list[int]:
    """Return the classes that are among the top ones of some cell of some grid."""
    if not tops:
        return []
    ids = np.unique(np.concatenate([top.ravel() for top in tops]))
    return ids[ids >= 0].tolist()


def tint(attributions: dict[int, np.ndarray], index: int) -> dict:
    """Return the attribution of every cell to one class, as signed bytes and their scale.

    Args:
        attributions: (k, classes) of each grid side.
        index: the class.

    Returns:
        ``scale``, the value of 127, and ``sides``: base64 of (k,) int8 for each side.
    """
    values = {side: array[:, index].astype(np.float32) for side, array in attributions.items()}
    scale = max(float(np.abs(column).max(initial=0)) for column in values.values())
    step = 127 / scale if scale > 0 else 0
    packed = {
        str(side): base64.b64encode(np.rint(column * step).astype(np.int8).tobytes()).decode()
        for side, column in values.items()
    }
    return {"scale": float(f"{scale:.4g}"), "sides": packed}


def _of_classes(attribution: np.ndarray, ids: np.ndarray) -> np.ndarray:
    values = np.take_along_axis(attribution, np.maximum(ids, 0), axis=1)
    return np.where(ids >= 0, values, np.nan)

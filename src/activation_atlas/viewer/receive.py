"""Data files of the page: scripts that hand over one JSON value each.

A page opened from disk may not read local files, but it may run local scripts.
"""

import json
from pathlib import Path

import numpy as np

from activation_atlas import stores

DIGITS = 4  # significant digits of numbers that people read


def write(path: Path, key: str, value: object) -> None:
    """Write `value` (JSON values) as a script that hands it over as `key`, its path on the page."""
    text = json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    stores.write_file(path, f"atlas.receive({json.dumps(key)},{text});\n".encode())


def short(values: np.ndarray) -> list:
    """Return floats (any shape) as nested lists with four significant digits, null for NaN."""
    if values.ndim > 1:
        return [short(row) for row in values]
    return [float(f"{value:.{DIGITS}g}") if np.isfinite(value) else None for value in values]

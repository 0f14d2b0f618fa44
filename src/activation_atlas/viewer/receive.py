"""Data files of the page: scripts that hand over one JSON value each.

A page opened from disk may not read local files, but it may run local scripts.
"""

import json
from pathlib import Path

import numpy as np

DIGITS = 4  # significant digits of numbers that people read


def write(path: Path, key: str, value: object) -> None:
    """Write `value` (JSON values) as a script that hands it over as `key`, its path on the page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    path.write_text(f"atlas.receive({json.dumps(key)},{text});\n", encoding="utf-8")


def short(values: np.ndarray) -> list:
    """Return floats (any shape) as nested lists with four significant digits, null for NaN."""
    if values.ndim > 1:
        return [short(row) for row in values]
    return [float(f"{value:.{DIGITS}g}") if np.isfinite(value) else None for value in values]

"""Random numbers that depend on names alone, never on the order or the batch of the work."""

import hashlib

import numpy as np


def generator(*names: object) -> np.random.Generator:
    """Return a generator seeded by the names, e.g. ``generator(seed, layer, side, row, col)``.

    The same names give the same numbers on every machine; any other names give independent ones.
    """
    digest = hashlib.sha256("\x1f".join(str(name) for name in names).encode()).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(digest[:16], "little")))


def integer(*names: object) -> int:
    """Return a seed in [0, 2**31) for libraries that want one integer."""
    return int(generator(*names).integers(2**31))

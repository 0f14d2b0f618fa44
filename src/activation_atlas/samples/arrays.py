"""Samples of one layer in memory, and what the layout and the cells ask of any samples."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np


class SampleRows(Protocol):
    """Samples of one layer by their numbers, on disk or in memory."""

    layer: str

    @property
    def channels(self) -> int:
        """C, the length of an activation."""

    @property
    def count(self) -> int:
        """The number of samples."""

    def rows(self, name: str, ids: np.ndarray) -> np.ndarray:
        """Return the rows `ids` (k,) of the array `name` in the order given, (k, ...)."""


@dataclass(frozen=True)
class SampleArrays:
    """The n samples of one layer: one spatial activation of each readable view.

    Attributes:
        layer: Of the activations.
        image: (n,) int64, ascending: which view each is of.
        activation: (n, C) float16.
        position: (n, 2) int16, (row, col) in the layer's map.
        attribution: (n, classes) float16, what each speaks for; None where it was not asked for.
        rank: (n,) int32 of the predicted class in the attribution, 0 at best; None without it.
        skipped: The views that could not be read, key and reason of each.
    """

    layer: str
    image: np.ndarray
    activation: np.ndarray
    position: np.ndarray
    attribution: np.ndarray | None = None
    rank: np.ndarray | None = None
    skipped: list[Mapping[str, str]] = field(default_factory=list)

    @property
    def channels(self) -> int:
        """C, the length of an activation."""
        return self.activation.shape[1]

    @property
    def count(self) -> int:
        """The number of samples."""
        return len(self.activation)

    def rows(self, name: str, ids: np.ndarray) -> np.ndarray:
        """Return the rows `ids` (k,) of the array `name` in the order given, (k, ...)."""
        return getattr(self, name)[ids]

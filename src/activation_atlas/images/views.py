"""What sampling asks of images: views by their numbers, each with a name."""

from typing import Protocol

import numpy as np


class Views(Protocol):
    """Views of images: those of a catalogue, or of images in memory.

    Reading is safe from several threads at once.
    """

    def __len__(self) -> int:
        """Return how many there are."""

    def key(self, i: int) -> str:
        """Return the stable name of view `i`, by which its random numbers are seeded."""

    def read(self, i: int, size: int) -> np.ndarray:
        """Return view `i` as (size, size, 3) uint8 RGB.

        Raises:
            Unreadable: its image can't be had.
        """

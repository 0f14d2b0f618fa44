"""What every image parameterization can do."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from torch import Tensor


class Images(Protocol):
    """A batch of images given by parameters that are easier to optimize than their pixels.

    Attributes:
        height: Height in pixels.
        width: Width in pixels.
    """

    height: int
    width: int

    def start(self, generators: Sequence[np.random.Generator]) -> Tensor:
        """Return the parameters (B, ...) float32 of one random start a generator."""
        ...

    def decode(self, parameters: Tensor) -> Tensor:
        """Return images (B, C, height, width), in [0, 1] where they are valid.

        C is 3, RGB, or 4 where alpha follows; transforms then bring it down to 3.
        """
        ...

"""Pixels about a network's mean colour, which begin as noise or even."""

from collections.abc import Callable

from activation_atlas.networks import Network
from activation_atlas.optimize.images import Pixels


def pixels(deviation: float, level: float | None = None) -> Callable[[Network, int, int], Pixels]:
    """Return what gives a recipe its pixels.

    Args:
        deviation: Deviation of the start in grey levels; 0 begins with one colour.
        level: Grey in [0, 255] that it begins with in the mean; the mean colour unless given.
    """

    def images(network: Network, height: int, width: int) -> Pixels:
        return Pixels(height, width, network.input.mean, deviation, level)

    return images

"""Activation Atlas: what an image classifier sees, as pictures that one can browse.

Every step of the pipeline is an ordinary function of one of the subpackages; see each of them.
:func:`visualize` makes one picture.
"""

from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from activation_atlas.visualization import visualize

__all__ = ["visualize"]
__version__ = version("activation-atlas")


def __getattr__(name: str) -> object:
    """Return :func:`visualize` once it is asked for: torch takes seconds to import."""
    if name != "visualize":
        raise AttributeError(f"module 'activation_atlas' has no attribute '{name}'")
    from activation_atlas.visualization import visualize

    return visualize

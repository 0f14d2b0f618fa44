"""Activation Atlas: what an image classifier sees, as pictures that one can browse.

Every step of the pipeline is an ordinary function of one of the subpackages; see each of them.
:func:`atlas` makes an atlas in memory, :func:`visualize` one picture, :func:`invert` shows what a
layer holds of a photo, :func:`look_up` says what a place of an image is to a network,
:func:`doodle` paints a landscape by a mask, :func:`synthesize` makes a texture, :func:`stylize`
paints a photo in the style of other pictures.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from activation_atlas.notebook.atlas import atlas
    from activation_atlas.notebook.doodle import doodle
    from activation_atlas.notebook.invert import invert
    from activation_atlas.notebook.look_up import look_up
    from activation_atlas.notebook.stylize import stylize
    from activation_atlas.notebook.synthesize import synthesize
    from activation_atlas.notebook.visualize import visualize

__all__ = ["atlas", "doodle", "invert", "look_up", "stylize", "synthesize", "visualize"]
__version__ = "0.1.0"  # written here: pods run a checkout that is not installed


def __getattr__(name: str) -> object:
    """Return a function of :data:`__all__` once it is asked for: torch takes seconds to import."""
    if name not in __all__:
        raise AttributeError(f"module 'activation_atlas' has no attribute '{name}'")
    return getattr(import_module(f"activation_atlas.notebook.{name}"), name)

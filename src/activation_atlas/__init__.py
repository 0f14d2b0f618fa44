"""Activation Atlas: what an image classifier sees, as pictures that one can browse.

Every step of the pipeline is an ordinary function of one of the subpackages; see each of them.
"""

from importlib.metadata import version

__version__ = version("activation-atlas")

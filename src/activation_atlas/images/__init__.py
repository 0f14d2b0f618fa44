"""Images: where they come from, how one is decoded, and how a broken one is reported.

A catalogue lists the views of a run, one row each: an image, and the square of it that the network
is shown. Nothing here imports torch.
"""

from activation_atlas.images.build import build_catalogue
from activation_atlas.images.catalogue import Catalogue, open_catalogue
from activation_atlas.images.decode import Unreadable

__all__ = ["Catalogue", "Unreadable", "build_catalogue", "open_catalogue"]

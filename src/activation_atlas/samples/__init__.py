"""One random spatial activation an image and layer, its attribution to the classes, the store."""

from activation_atlas.samples.store import Samples, open_samples

__all__ = ["Samples", "open_samples"]

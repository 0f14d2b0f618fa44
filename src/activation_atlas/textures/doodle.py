"""Landscapes by mask: each region of a new picture in the texture of a region of another.

Ulyanov, fast-neural-doodle.
"""

from dataclasses import dataclass

import numpy as np

from activation_atlas import stores
from activation_atlas.progress import Progress
from activation_atlas.raster import to_rgb
from activation_atlas.settings import DoodlesSettings, TextureNetworkSettings, plain
from activation_atlas.textures.doodle_plan import (
    content_weight_of,
    doodle_layers,
    doodle_plan,
    means_of,
)
from activation_atlas.textures.facts import facts
from activation_atlas.textures.features import Features
from activation_atlas.textures.masks import Regions, find_regions
from activation_atlas.textures.regional import region_distances, region_textures
from activation_atlas.textures.sketch import Sketch, load_sketch
from activation_atlas.textures.synthesis import Synthesis, synthesize_one
from activation_atlas.textures.texture import balance_of


@dataclass(frozen=True)
class Doodle:
    """A painted landscape, and what it was painted by.

    Attributes:
        sketch: The photo and the masks.
        regions: Regions that the masks paint.
        picture: What was painted.
        distances: (k, k) float32, how far each of its regions (rows) is from each of the photo's
            (columns): see :func:`region_distances`.
        facts: What decides it, JSON values.
    """

    sketch: Sketch
    regions: Regions
    picture: Synthesis
    distances: np.ndarray
    facts: dict[str, object]


def make_doodle(
    features: Features,
    settings: DoodlesSettings,
    filters: TextureNetworkSettings,
    max_pixels: int,
    seed: int = 0,
) -> Doodle:
    """Return the landscape that the settings ask for.

    Args:
        features: The network.
        settings: The pictures and how it is made.
        filters: Settings of the network.
        max_pixels: Most pixels that a picture may have.
        seed: Seed of the run.

    Raises:
        AtlasError: a picture can't be read, two that belong together differ in size, the masks'
            colours don't fit, there is no such layer, or something is too small for the layers.
    """
    sketch = load_sketch(settings, max_pixels, seed)
    regions = find_regions(sketch.mask, sketch.target_mask, settings.colours)
    layers = doodle_layers(settings, filters)
    with Progress("landscape by mask", settings.octaves * settings.steps, "steps") as progress:
        plan = doodle_plan(features, sketch, regions, settings, filters, seed, progress.advance)
        picture = synthesize_one(features, plan, ("doodle", seed))
    textures = [
        region_textures(features, to_rgb(image[None]), masks, layers)
        for image, masks in ((picture.image, regions.target), (sketch.photo, regions.source))
    ]
    balance = balance_of(None, filters)
    told = plain(settings) | {
        "layers": list(layers),
        "balance": balance,
        "means": means_of(settings, balance),
        "content_weight": content_weight_of(settings, balance),
    }
    known = facts(features, filters, seed, doodles=told, digests=_digests(sketch))
    return Doodle(sketch, regions, picture, region_distances(*textures), known)


def _digests(sketch: Sketch) -> dict[str, str]:
    """Return the SHA-256 of every picture that there is."""
    pictures = {name: image for name, image in vars(sketch).items() if image is not None}
    return {name: stores.digest({name: image}) for name, image in pictures.items()}

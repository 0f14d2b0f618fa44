"""How a landscape is painted by a mask: which layers, octaves, start and loss.

Ulyanov, fast-neural-doodle: as textures are made (Gatys et al. 2015), but region by region, coarse
to fine.
"""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from activation_atlas.networks.filter_bank import LAYER
from activation_atlas.optimize.images.starts import normal
from activation_atlas.raster import resized, to_bytes, to_rgb
from activation_atlas.seeds import generator
from activation_atlas.settings import DoodlesSettings, TextureNetworkSettings
from activation_atlas.textures.checks import check_layers, check_octaves, check_reach
from activation_atlas.textures.features import Features
from activation_atlas.textures.masks import Regions
from activation_atlas.textures.regional import region_terms, region_textures
from activation_atlas.textures.sketch import Sketch
from activation_atlas.textures.synthesis import DEVIATION, Octave, Plan, octaves
from activation_atlas.textures.terms import Balance, ContentMatch, Loss, loss_of
from activation_atlas.textures.texture import balance_of

CONTENT = "conv4_2"
"""Layers by whose activations the forms of a content photo are kept."""
DOODLE_LAYERS = {
    "random": ("conv1_1", "conv2_1", "conv3_1"),
    "trained": ("conv1_1", "conv2_1", "conv3_1", "conv4_1", "conv5_1"),
    "filter_bank": (LAYER,),
}
"""Layers whose Gram matrices make a region: of random VGG-19, tried here; of the trained one,
fast-neural-doodle's."""


def doodle_plan(
    features: Features,
    sketch: Sketch,
    regions: Regions,
    settings: DoodlesSettings,
    filters: TextureNetworkSettings,
    seed: int,
    tick: Callable[[int], None] = lambda count: None,
) -> Plan:
    """Return the plan of the picture that a target mask asks for, in the textures of a photo.

    Args:
        features: The network.
        sketch: The photo and the masks.
        regions: Regions that the masks paint; see :func:`find_regions`.
        settings: How it is made; the names of its pictures are not looked at.
        filters: Settings of the network, for the defaults that suit it.
        seed: Seed of the noise that it begins with.
        tick: Called at each step.

    Raises:
        AtlasError: there is no such layer, the photo is smaller than what a place of a layer sees,
            or the coarsest octave leaves a layer no place.
    """
    layers = doodle_layers(settings, filters)
    kept = () if sketch.content is None else (CONTENT,)
    check_layers(features, (*layers, *kept))
    for name, image in (("style", sketch.photo), ("target mask", sketch.target_mask)):
        check_octaves(features, (*layers, *kept), image.shape[:2], name, settings.octaves)
    check_reach(features, layers, sketch.photo, "style")
    height, width = sketch.target_mask.shape[:2]
    balance = balance_of(None, filters)
    means, weight = means_of(settings, balance), content_weight_of(settings, balance)

    def loss_at(octave: Octave) -> Loss:
        size = octave.height, octave.width
        share = octave.height / height
        smaller = [max(1, round(side * share)) for side in sketch.photo.shape[:2]]
        photo, source = _rgb(sketch.photo, smaller), resized(regions.source[None], smaller)[0]
        target = resized(regions.target[None], size)[0]
        textures = region_textures(features, photo, source, layers)
        terms = region_terms(features, textures, target, balance, means)
        if sketch.content is not None:
            content = _rgb(sketch.content, size)
            terms.append(content_term(features, content, weight, balance))
        return loss_of(features, terms)

    ends = sketch.photo.min((0, 1)), sketch.photo.max((0, 1))
    return Plan(
        octaves(height, width, settings.octaves, settings.steps),
        loss_at,
        settings.optimizer,
        colours=tuple(tuple((end / 255).tolist()) for end in ends),
        start=_start(sketch.photo, regions, seed),
        snapshots=settings.snapshots,
        tick=tick,
    )


def doodle_layers(settings: DoodlesSettings, filters: TextureNetworkSettings) -> tuple[str, ...]:
    """Return the layers that are matched: the config's, or those that suit the network."""
    if filters.name == "filter_bank":
        default = DOODLE_LAYERS["filter_bank"]
    else:
        default = DOODLE_LAYERS["random" if filters.weights == "random" else "trained"]
    return tuple(settings.layers or default)


def means_of(settings: DoodlesSettings, balance: Balance) -> float:
    """Return the weight of mean activations: random filters need them unless the config says no."""
    if settings.means is not None:
        return settings.means
    return 1.0 if balance == "energy" else 0.0


def content_weight_of(settings: DoodlesSettings, balance: Balance) -> float:
    """Return the weight of a content photo's forms: the config's, or one that suits the balance."""
    if settings.content_weight is not None:
        return settings.content_weight
    return 1.0 if balance == "energy" else 0.001


@torch.no_grad()
def content_term(
    features: Features, content: Tensor, weight: float, balance: Balance
) -> ContentMatch:
    """Return the term that keeps the forms of a photo.

    Args:
        features: The network; it has the layer `CONTENT`.
        content: (1, 3, h, w) RGB in [0, 1].
        weight: Beside the regions' terms.
        balance: "paper": of the mean squared error; "energy": of the squared error as a share of
            the photo's own squares.
    """
    target = features.activations(content, [CONTENT])[CONTENT]
    unit = target.numel() if balance == "paper" else target.square().sum().item()
    return ContentMatch(CONTENT, target, weight / max(unit, 1e-12))


def _start(photo: np.ndarray, regions: Regions, seed: int) -> np.ndarray:
    """Return noise about the mean colour of each region, (h, w, 3) uint8."""
    rgb = to_rgb(photo[None])[0]
    sums = torch.einsum("khw,chw->kc", regions.source, rgb)
    means = sums / regions.source.sum((1, 2))[:, None]
    mean = torch.einsum("kc,khw->chw", means, regions.target)
    noise = normal([generator("synthesis", "doodle", seed)], tuple(mean.shape), DEVIATION)
    return to_bytes(mean + noise)[0]


def _rgb(image: np.ndarray, size: tuple[int, int]) -> Tensor:
    return resized(to_rgb(image[None]), size)

"""Texture synthesis: new images of the same material (Gatys et al. 2015, "Texture Synthesis").

A texture is what the Gram matrices of some layers say; any image with the same ones shows it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import torch
from skimage.exposure import match_histograms
from torch import Tensor

from activation_atlas.raster import resized, to_rgb
from activation_atlas.settings import TextureNetworkSettings, TexturesSettings
from activation_atlas.textures.checks import (
    check_layers,
    check_octaves,
    check_reach,
    check_tile,
    layer_weights,
)
from activation_atlas.textures.colours import WEIGHT, colour_loss, colours_of
from activation_atlas.textures.facts import weights_of
from activation_atlas.textures.features import Features, texture_layers
from activation_atlas.textures.gram import gram
from activation_atlas.textures.principal import principal
from activation_atlas.textures.synthesis import Octave, Plan, Synthesis, octaves, synthesize
from activation_atlas.textures.terms import Balance, Loss, Term, gram_match, loss_of
from activation_atlas.textures.whitened_gram import WEIGHT as WHITENED
from activation_atlas.textures.whitened_gram import whitened_match


def make_textures(
    features: Features,
    source: np.ndarray,
    settings: TexturesSettings,
    filters: TextureNetworkSettings,
    name: str,
    seed: int = 0,
    tick: Callable[[int], None] = lambda count: None,
) -> list[Synthesis]:
    """Return `settings.samples` textures of a source, each from noise of its own.

    Args:
        features: The network.
        source: (h, w, 3) uint8.
        settings: How they are made; its sources are not looked at.
        filters: Settings of the network, for the defaults that suit it.
        name: Name of the source; seeds the noise.
        seed: Seed of the run.
        tick: Called at each step with the number of images on their way.

    Raises:
        AtlasError: there is no such layer, the source is smaller than what a place of a layer
            sees, source or texture is too small for the octaves, or a seamless texture's sides
            don't fit the layers.
    """
    settings = with_defaults(settings, filters)
    layers, weights = settings.layers, dict(zip(settings.layers, settings.weights))
    check_layers(features, layers)
    check_reach(features, layers, source, name)
    # The source is reduced along with the texture.
    for shown, size in ((name, source.shape[:2]), ("texture", settings.size)):
        check_octaves(features, layers, size, shown, settings.octaves)
    multiple = 1
    if settings.seamless:
        multiple = check_tile(features, layers, settings.size, settings.octaves)
    hues = colour_loss(source, settings.colours, features.device)

    def loss_at(octave: Octave) -> Loss:
        share = octave.height / settings.size[0]
        size = [max(1, round(side * share)) for side in source.shape[:2]]
        smaller = resized(to_rgb(source[None]), size)
        terms = texture_terms(
            features,
            smaller,
            weights,
            settings.balance,
            settings.components,
            0.0 if share == 1 else settings.whitened,
        )
        forms = loss_of(features, terms, settings.seamless)
        return lambda images: forms(images) + hues(images)

    low, high = (
        tuple((found / 255).tolist()) for found in (source.min((0, 1)), source.max((0, 1)))
    )
    colours = colours_of(source)
    plan = Plan(
        octaves(*settings.size, settings.octaves, settings.steps, multiple),
        loss_at,
        settings.optimizer,
        colours=(low, high),
        mean=tuple(colours.mean.tolist()),
        spread=colours.power(0.5),
        snapshots=settings.snapshots,
        tick=tick,
    )
    names = [("texture", seed, name, number) for number in range(settings.samples)]
    made = list(synthesize(features, plan, names))
    return [_with_histogram(one, source) for one in made] if settings.histogram else made


@torch.no_grad()
def texture_terms(
    features: Features,
    source: Tensor,
    weights: Mapping[str, float],
    balance: Balance,
    components: int | None = None,
    whitened: float = 0.0,
) -> list[Term]:
    """Return one term a layer: the Gram matrix of a source.

    Args:
        features: The network.
        source: (1, 3, h, w) RGB in [0, 1].
        weights: Weights by layer.
        balance: See :func:`gram_match`.
        components: Principal components of the source's activations that channels are reduced to.
        whitened: Weight of whitened Gram matrices beside them, see :class:`WhitenedMatch`; not with
            components, which leave out most axes.
    """
    terms: list[Term] = []
    for layer, activation in features.activations(source, weights).items():
        projection = None if components is None else principal(activation, components)
        if projection is not None:
            activation = torch.einsum("kc,bchw->bkhw", projection, activation)
        target = gram(activation)[0]
        term = gram_match(layer, target, weights[layer], balance, projection=projection)
        if whitened and projection is None:
            term = whitened_match(term, activation, weights[layer] * whitened)
        terms.append(term)
    return terms


def with_defaults(settings: TexturesSettings, filters: TextureNetworkSettings) -> TexturesSettings:
    """Return the settings with nothing left open, as suits the network.

    Args:
        settings: As the config gives them.
        filters: Settings of the network.

    Raises:
        AtlasError: there are more or fewer weights than layers.
    """
    layers = list(settings.layers or texture_layers(filters))
    random = weights_of(filters) == "random"
    whitened, colours = (WHITENED, WEIGHT) if random else (0.0, 0.0)
    return replace(
        settings,
        layers=layers,
        weights=layer_weights(settings.weights, layers, 1.0, "textures"),
        balance=balance_of(settings.balance, filters),
        whitened=whitened if settings.whitened is None else settings.whitened,
        colours=colours if settings.colours is None else settings.colours,
    )


def balance_of(wanted: Balance | None, filters: TextureNetworkSettings) -> Balance:
    """Return how layers are balanced: random ones by their energy unless the config says else."""
    trained = filters.name == "vgg19" and filters.weights != "random"
    return wanted or ("paper" if trained else "energy")


def _with_histogram(made: Synthesis, source: np.ndarray) -> Synthesis:
    image = np.rint(match_histograms(made.image, source, channel_axis=2)).astype(np.uint8)
    return Synthesis(image, made.curve, made.snapshots)

"""Style transfer: a photo painted anew in the strokes and colours of other pictures.

Gatys et al. 2015, "A Neural Algorithm of Artistic Style": the activations of a content layer say
what is where, the Gram matrices of some style layers how it is painted.
"""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

from activation_atlas.raster import resized, to_bytes, to_rgb
from activation_atlas.settings import StylesSettings, TextureNetworkSettings
from activation_atlas.textures.checks import check_layers, check_octaves, check_reach
from activation_atlas.textures.colours import blended, colour_loss, colours_of, in_colours
from activation_atlas.textures.features import Features
from activation_atlas.textures.luminance import grey, grey_like, recoloured
from activation_atlas.textures.pictures import Picture
from activation_atlas.textures.style_defaults import Shares, style_shares, with_defaults
from activation_atlas.textures.synthesis import (
    Colours,
    Octave,
    Plan,
    Synthesis,
    octaves,
    synthesize_one,
)
from activation_atlas.textures.terms import Balance, ContentMatch, Loss, Term, loss_of
from activation_atlas.textures.texture import texture_terms


def make_style(
    features: Features,
    content: Picture,
    styles: Sequence[Picture],
    settings: StylesSettings,
    filters: TextureNetworkSettings,
    seed: int = 0,
    tick: Callable[[int], None] = lambda count: None,
) -> Synthesis:
    """Return a content painted in one style, or in several blended by ``settings.blend``.

    Args:
        features: The network.
        content: What is painted; the result has its size.
        styles: How it is painted.
        settings: How it is made; the names of its pictures are not looked at.
        filters: Settings of the network, for the defaults that suit it.
        seed: Seed of the noise, where it starts with noise.
        tick: Called at each step.

    Raises:
        AtlasError: there is no such layer, a picture is too small for the layers, or there are
            more or fewer weights than what they weigh.
    """
    settings, shares = (
        with_defaults(settings, filters),
        style_shares(styles, settings.blend),
    )
    plan = style_plan(features, content, shares, settings, tick)
    names = [style.name for style, _ in shares]
    made = synthesize_one(features, plan, ("style", seed, content.name, *names))
    return _recoloured(made, content.image) if settings.keep_colours else made


def style_plan(
    features: Features,
    content: Picture,
    styles: Shares,
    settings: StylesSettings,
    tick: Callable[[int], None] = lambda count: None,
) -> Plan:
    """Return how a content is painted; see :func:`make_style`.

    Args:
        features: The network.
        content: What is painted.
        styles: How it is painted; without any, only the content layers are looked at.
        settings: Settings with nothing left open: see :func:`with_defaults`.
        tick: Called at each step.

    Raises:
        AtlasError: there is no such layer, or a picture is too small for the layers.
    """
    _check(features, content, styles, settings)
    if settings.keep_colours:
        content, styles = _luminances(content, styles)
    elif settings.colours and styles:
        content = _in_colours(content, styles)
    height, width = content.image.shape[:2]
    hues = _colour_loss(styles, settings.colours, features.device)

    def loss_at(octave: Octave) -> Loss:
        share = octave.height / height
        terms = style_terms(features, styles, share, settings)
        if settings.ratio:
            smaller = resized(to_rgb(content.image[None]), (octave.height, octave.width))
            terms += content_terms(
                features, smaller, settings.content_layers, settings.ratio, settings.balance
            )
        forms = loss_of(features, terms)
        return lambda images: forms(images) + hues(images)

    images = [style.image for style, _ in styles]
    if settings.ratio:
        images.append(content.image)
    return Plan(
        octaves(height, width, settings.octaves, settings.steps),
        loss_at,
        settings.optimizer,
        colours=_range(images),
        mean=tuple(colours_of(images[0]).mean.tolist()),
        spread=colours_of(images[0]).power(0.5),
        start=_start(settings.start, content.image, images[0]),
        snapshots=settings.snapshots,
        tick=tick,
    )


def style_terms(
    features: Features, styles: Shares, scale: float, settings: StylesSettings
) -> list[Term]:
    """Return one term for each style and layer, β Σ w_l E_l with β = 1: its Gram matrix.

    Args:
        features: The network.
        styles: How it is painted.
        scale: Scale by which styles are reduced.
        settings: Settings with nothing left open.
    """
    terms: list[Term] = []
    for style, share in styles:
        size = [max(1, round(side * scale)) for side in style.image.shape[:2]]
        weights = {
            layer: share * weight for layer, weight in zip(settings.layers, settings.weights)
        }
        smaller = resized(to_rgb(style.image[None]), size)
        terms += texture_terms(features, smaller, weights, settings.balance)
    return terms


@torch.no_grad()
def content_terms(
    features: Features, content: Tensor, layers: Sequence[str], weight: float, balance: Balance
) -> list[Term]:
    """Return one term a layer: the activations of a content, place by place.

    Args:
        features: The network.
        content: (1, 3, h, w) RGB in [0, 1].
        layers: Layers of the network.
        weight: α, shared out among the layers.
        balance: "paper": α ½ Σ(F - P)² (Gatys et al. 2015, equation 1); "energy":
            α Σ(F - P)² / ΣP².
    """
    terms: list[Term] = []
    for layer, target in features.activations(content, layers).items():
        unit = 2.0 if balance == "paper" else max(target.square().sum().item(), 1e-12)
        terms.append(ContentMatch(layer, target, weight / len(layers) / unit))
    return terms


def _colour_loss(styles: Shares, weight: float, device: torch.device) -> Loss:
    """Return how far an image's colours are from the styles', each by its share."""
    losses = [colour_loss(style.image, share * weight, device) for style, share in styles if weight]
    return lambda images: sum((loss(images) for loss in losses), images.new_zeros(len(images)))


def _check(features: Features, content: Picture, styles: Shares, settings: StylesSettings) -> None:
    """Make sure that layers exist, and that every picture is large enough for them."""
    count = settings.octaves
    matched = settings.layers if styles else []
    kept = settings.content_layers if settings.ratio else []
    check_layers(features, [*matched, *kept])
    check_octaves(features, [*matched, *kept], content.image.shape[:2], content.name, count)
    for style, _ in styles:
        check_reach(features, matched, style.image, style.name)
        check_octaves(features, matched, style.image.shape[:2], style.name, count)


def _luminances(content: Picture, styles: Shares) -> tuple[Picture, Shares]:
    """Return content and styles as grey ones, the styles as light and as varied as the content."""
    greys = [
        (Picture(style.name, grey_like(style.image, content.image)), share)
        for style, share in styles
    ]
    return Picture(content.name, grey(content.image)), greys


def _in_colours(content: Picture, styles: Shares) -> Picture:
    """Return the content in the colours of the styles, so that forms and colours agree."""
    wanted = blended([(colours_of(style.image), share) for style, share in styles])
    return Picture(content.name, in_colours(content.image, wanted))


def _range(images: Sequence[np.ndarray]) -> Colours:
    """Return the lowest and the highest colour in [0, 1] of several images."""
    low = np.min([image.min((0, 1)) for image in images], axis=0) / 255
    high = np.max([image.max((0, 1)) for image in images], axis=0) / 255
    return tuple(low.tolist()), tuple(high.tolist())


def _start(wanted: str, content: np.ndarray, style: np.ndarray) -> np.ndarray | None:
    """Return what the picture begins with: None is noise."""
    if wanted == "style":
        height, width = content.shape[:2]
        return np.asarray(ImageOps.fit(Image.fromarray(style), (width, height)))
    return content if wanted == "content" else None


def _recoloured(made: Synthesis, content: np.ndarray) -> Synthesis:
    def painted(image: np.ndarray) -> np.ndarray:
        return recoloured(image, to_bytes(resized(to_rgb(content[None]), image.shape[:2]))[0])

    snapshots = {step: painted(image) for step, image in made.snapshots.items()}
    return Synthesis(painted(made.image), made.curve, snapshots)

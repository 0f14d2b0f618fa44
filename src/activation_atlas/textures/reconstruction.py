"""What layers keep of a picture: images made from noise to say the same to them.

Gatys et al. 2015, "A Neural Algorithm of Artistic Style", figure 1.
"""

from collections.abc import Sequence
from dataclasses import replace

from activation_atlas.settings import StylesSettings
from activation_atlas.textures.features import Features
from activation_atlas.textures.pictures import Picture
from activation_atlas.textures.style import style_plan
from activation_atlas.textures.synthesis import Synthesis, synthesize_one


def content_reconstruction(
    features: Features, picture: Picture, layer: str, settings: StylesSettings, seed: int = 0
) -> Synthesis:
    """Return an image with the activations of a picture in one layer: what is where.

    Args:
        features: The network.
        picture: Picture to be made again.
        layer: Layer of the network.
        settings: Balance, colours, optimizer, steps and octaves are looked at; with nothing left
            open.
        seed: Seed of the noise.

    Raises:
        AtlasError: there is no such layer, or the picture is too small for it.
    """
    settings = _from_noise(settings, content_layers=[layer], ratio=1.0)
    plan = style_plan(features, picture, [], settings)
    return synthesize_one(features, plan, ("content", seed, picture.name, layer))


def style_reconstruction(
    features: Features,
    picture: Picture,
    layers: Sequence[str],
    settings: StylesSettings,
    seed: int = 0,
) -> Synthesis:
    """Return an image with the Gram matrices of a picture in some layers: how it is painted.

    The layers count alike; the other arguments and errors are those of
    :func:`content_reconstruction`.
    """
    weights = [1 / len(layers)] * len(layers)
    settings = _from_noise(settings, layers=list(layers), weights=weights, ratio=0.0)
    plan = style_plan(features, picture, [(picture, 1.0)], settings)
    return synthesize_one(features, plan, ("style", seed, picture.name, *layers))


def _from_noise(settings: StylesSettings, **changed: object) -> StylesSettings:
    return replace(settings, start="noise", keep_colours=False, **changed)

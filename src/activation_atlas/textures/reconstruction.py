"""What layers keep of a picture: images made from noise to say the same to them.

Gatys et al. 2015, "A Neural Algorithm of Artistic Style", figure 1.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from activation_atlas.settings import StylesSettings
from activation_atlas.textures.features import Features
from activation_atlas.textures.pictures import Picture
from activation_atlas.textures.style import style_plan
from activation_atlas.textures.synthesis import Synthesis, synthesize_one


def content_reconstruction(
    features: Features,
    picture: Picture,
    layer: str,
    settings: StylesSettings,
    seed: int = 0,
    tick: Callable[[int], None] = lambda count: None,
) -> Synthesis:
    """Return an image with the activations of a picture in one layer: what is where.

    Args:
        features: The network.
        picture: To be made again.
        layer: Of the network.
        settings: Balance, colours, optimizer, steps and octaves are looked at; with nothing left
            open.
        seed: Of the noise.
        tick: Called at each step.

    Raises:
        AtlasError: there is no such layer, or the picture is too small for it.
    """
    settings = replace(
        settings, content_layers=[layer], ratio=1.0, start="noise", keep_colours=False
    )
    plan = style_plan(features, picture, [], settings, tick)
    return synthesize_one(features, plan, ("content", seed, picture.name, layer))


def style_reconstruction(
    features: Features,
    picture: Picture,
    layers: Sequence[str],
    settings: StylesSettings,
    seed: int = 0,
    tick: Callable[[int], None] = lambda count: None,
) -> Synthesis:
    """Return an image with the Gram matrices of a picture in some layers: how it is painted.

    Args:
        features: The network.
        picture: Whose style is made again.
        layers: Of the network; they count alike.
        settings: As in :func:`content_reconstruction`.
        seed: Of the noise.
        tick: Called at each step.

    Raises:
        AtlasError: there is no such layer, or the picture is too small for one.
    """
    weights = [1 / len(layers)] * len(layers)
    settings = replace(
        settings,
        layers=list(layers),
        weights=weights,
        ratio=0.0,
        start="noise",
        keep_colours=False,
    )
    plan = style_plan(features, picture, [(picture, 1.0)], settings, tick)
    return synthesize_one(features, plan, ("style", seed, picture.name, *layers))

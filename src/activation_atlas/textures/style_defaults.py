"""What style transfer does where the config leaves it open, and how styles share a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from activation_atlas.errors import AtlasError
from activation_atlas.networks.filter_bank import LAYER
from activation_atlas.settings import StylesSettings, TextureNetworkSettings
from activation_atlas.textures.checks import layer_weights
from activation_atlas.textures.facts import weights_of
from activation_atlas.textures.pictures import Picture
from activation_atlas.textures.terms import Balance
from activation_atlas.textures.texture import balance_of

CONTENT_LAYERS = {"vgg19": ("conv4_2",), "filter_bank": (LAYER,)}
"""Layers that say what is where: that of Gatys et al. 2015."""
STYLE_LAYERS = {
    "random": ("conv1_1", "conv2_1", "conv3_1", "conv4_1"),
    "trained": ("conv1_1", "conv2_1", "conv3_1", "conv4_1", "conv5_1"),
}
"""Layers whose Gram matrices make a style: of random VGG-19, tried here; of the trained one, those
of Gatys et al. 2015."""
RATIOS: Mapping[Balance, float] = {"paper": 1e-3, "energy": 0.05}
"""α / β: the paper's, and one that was tried with random weights."""
COLOURS = 0.5
"""Weight of the style's colours with random weights."""


Shares = list[tuple[Picture, float]]
"""Styles, each with its share of 1."""


def with_defaults(settings: StylesSettings, filters: TextureNetworkSettings) -> StylesSettings:
    """Return the settings of the config with nothing left open, as suits the network's filters.

    Raises:
        AtlasError: there are more or fewer weights than layers.
    """
    layers = settings.layers or _style_layers(filters)
    balance = balance_of(settings.balance, filters)
    return replace(
        settings,
        layers=list(layers),
        weights=layer_weights(settings.weights, layers, 1 / len(layers), "styles"),
        content_layers=list(settings.content_layers or CONTENT_LAYERS[filters.name]),
        balance=balance,
        ratio=RATIOS[balance] if settings.ratio is None else settings.ratio,
        colours=_colours(filters) if settings.colours is None else settings.colours,
        source_size=settings.source_size or settings.size,
    )


def style_shares(styles: Sequence[Picture], blend: Sequence[float] | None) -> Shares:
    """Return the styles that count with their shares of 1; by default all count alike.

    Raises:
        AtlasError: there are more or fewer shares than styles.
    """
    blend = blend or [1.0] * len(styles)
    if len(blend) != len(styles):
        raise AtlasError(
            f"There are {len(blend)} shares for {len(styles)} styles: give styles.blend one number"
            " for each style."
        )
    return [(style, share / sum(blend)) for style, share in zip(styles, blend) if share]


def _colours(filters: TextureNetworkSettings) -> float:
    return COLOURS if weights_of(filters) == "random" else 0.0


def _style_layers(filters: TextureNetworkSettings) -> tuple[str, ...]:
    if filters.name == "filter_bank":
        return (LAYER,)
    return STYLE_LAYERS["random" if weights_of(filters) == "random" else "trained"]

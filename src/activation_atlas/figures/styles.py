"""Style transfer (Gatys et al. 2015, "A Neural Algorithm of Artistic Style"): three studies."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.figures.figure import Figure
from activation_atlas.progress import track
from activation_atlas.settings import StylesSettings
from activation_atlas.sheets.licences import PHOTOS, WEIGHTS
from activation_atlas.sheets.studio import Studio
from activation_atlas.sheets.styles import grid, load_pictures, told, transfer
from activation_atlas.textures.facts import note, weights_of
from activation_atlas.textures.pictures import Picture
from activation_atlas.textures.reconstruction import content_reconstruction, style_reconstruction
from activation_atlas.textures.style import make_style
from activation_atlas.textures.style_defaults import with_defaults
from activation_atlas.textures.synthesis import Synthesis
from activation_atlas.textures.terms import Balance

LAYERS = ("conv1_1", "conv2_1", "conv3_1", "conv4_1", "conv5_1")
"""Layers of the paper's studies."""
SIDE, STYLE_SIDE = 144, 160
"""Longer sides of photos and styles in figures 36 and 38, in pixels: conv5_1 sees 156."""
SHOWN = 192
"""Longer side of those in figure 37."""
STEPS, OCTAVES = 50, 2
"""Steps and octaves of the figures' pictures."""
STUDIED = ("photos", "styles", "layers", "weights", "ratio", "content_layers", "start")
"""Settings that figures 36 and 38 choose themselves; 38 keeps the last two."""
RATIOS: Mapping[Balance, Sequence[float]] = {
    "paper": (1e-5, 1e-4, 1e-3, 1e-2),
    "energy": (0.003, 0.03, 0.3, 3.0),
}
"""Ratios α / β of figure 38: the paper's; with random weights, from style to photo."""


def reconstructions(studio: Studio) -> Figure:
    """Return figure 36: a photo from each layer, and a style from ever more layers."""
    wanted, features, seed = _study(studio), studio.features, studio.seed
    photo, style = _pair(studio, wanted)
    layers = _layers(studio)
    made: dict[str, Synthesis] = {}
    for number, layer in enumerate(track(layers, "reconstructions", len(layers), "layers")):
        below = layers[: number + 1]
        made[f"content, {layer}"] = content_reconstruction(features, photo, layer, wanted, seed)
        made[f"style, {below[-1]}"] = style_reconstruction(features, style, below, wanted, seed)
    rows = [
        [Panel(made[f"{kind}, {layer}"].image) for layer in layers] + [Panel(picture.image)]
        for kind, picture in (("content", photo), ("style", style))
    ]
    title = "What layers keep of a photo and of a style"
    return Figure(
        36,
        title,
        "Above: images made from noise to have the photo's activations in one layer. The higher it"
        " is, the more is lost of the single pixels. Below: images with the style's Gram matrices"
        " of this layer and all on its left. The more layers, the larger the forms that come back,"
        " wherever they lie in the style." + _beside(wanted),
        sheet(title, rows, ["content", "style"], [*layers, "original"], _note(studio)),
        _facts(studio, wanted, [photo, style], STUDIED, layers=list(layers)),
        {label: one.curve for label, one in made.items()},
        "loss",
    )


def by_style(studio: Studio) -> Figure:
    """Return figure 37: one photo in every style."""
    wanted = studio.settings.styles
    small = replace(
        wanted,
        photos=wanted.photos[:1],
        size=min(SHOWN, wanted.size),
        source_size=None,
        steps=min(STEPS, wanted.steps),
        blend=None,
        snapshots=[],
    )
    done = transfer(studio, small)
    made = {style: found for (_, style), found in done.made.items()}
    title = "A photo in several styles"
    return Figure(
        37,
        title,
        "Above the styles, below the photo painted in each. What is where comes from the photo's"
        f" activations in a high layer, {'' if small.keep_colours else 'colours and '}strokes from"
        " the style's Gram matrices." + _beside(done.settings),
        grid(done, title, _note(studio)),
        _facts(studio, done.settings, [*done.photos, *done.styles], ()),
        {label: one.curve for label, one in made.items()},
        "loss",
    )


def by_layers_and_ratio(studio: Studio) -> Figure:
    """Return figure 38: ever more style layers in rows, ratios of content to style in columns."""
    wanted, features = _study(studio), studio.features
    photo, style = _pair(studio, wanted)
    layers = _layers(studio)
    ratios = list(RATIOS[wanted.balance])
    jobs = [(number, ratio) for number in range(1, len(layers) + 1) for ratio in ratios]
    made: dict[str, Synthesis] = {}
    for number, ratio in track(jobs, "layers and ratios", len(jobs), "pictures"):
        some = replace(wanted, layers=list(layers[:number]), weights=None, ratio=ratio)
        made[f"{layers[number - 1]}, {ratio:g}"] = make_style(
            features, photo, [style], some, studio.settings.texture_network, studio.seed
        )
    images = iter(made.values())
    rows = [[Panel(next(images).image) for _ in ratios] for _ in layers]
    title = "Style layers and the ratio of content to style"
    return Figure(
        38,
        title,
        "Each row matches the Gram matrices of the layer that it is named by and of all above it,"
        " each column has another weight α of the content beside β of the style. Where the"
        " style prevails, on the left, more layers bring larger forms of it; the largest ratios"
        " bring back the photo's forms." + _beside(wanted),
        sheet(
            title,
            rows,
            [f"up to {layer}" for layer in layers],
            [f"α/β = {ratio:g}" for ratio in ratios],
            _note(studio),
        ),
        _facts(studio, wanted, [photo, style], STUDIED[:-2], layers=list(layers), ratios=ratios),
        {label: one.curve for label, one in made.items()},
        "loss",
    )


def _study(studio: Studio) -> StylesSettings:
    """Return the config's settings at the studies' size, with nothing left open."""
    small = replace(
        studio.settings.styles,
        size=SIDE,
        source_size=STYLE_SIDE,
        steps=STEPS,
        octaves=OCTAVES,
        layers=None,
        weights=None,
        blend=None,
        snapshots=[],
    )
    return with_defaults(small, studio.settings.texture_network)


def _pair(studio: Studio, wanted: StylesSettings) -> list[Picture]:
    """Return the first photo and the first style."""
    (photo,) = load_pictures(studio, wanted.photos[:1], wanted.size)
    (style,) = load_pictures(studio, wanted.styles[:1], wanted.source_size)
    shorter, longer = sorted(style.image.shape[:2])
    if shorter < STYLE_SIDE < longer * STYLE_SIDE / shorter:  # an oblong one
        side = math.ceil(STYLE_SIDE * longer / shorter)
        (style,) = load_pictures(studio, wanted.styles[:1], side)
    return [photo, style]


def _layers(studio: Studio) -> Sequence[str]:
    """Return the paper's layers, or the only one of a filter bank."""
    return [layer for layer in LAYERS if layer in studio.features.layers] or studio.features.layers


def _note(studio: Studio) -> str:
    return note(studio.features, studio.settings.texture_network, studio.seed)


def _facts(
    studio: Studio,
    wanted: StylesSettings,
    pictures: Sequence[Picture],
    studied: Sequence[str],
    **more: object,
) -> dict[str, object]:
    """Return what a figure was made by, but for the settings that it varies."""
    made_by = told(studio, wanted, pictures)
    made_by["styles"] = {
        key: value for key, value in made_by["styles"].items() if key not in studied
    }
    shown = {each.name for each in pictures}
    names = [name for name in (*wanted.photos, *wanted.styles) if Path(name).stem in shown]
    data = {
        "weights": WEIGHTS[weights_of(studio.settings.texture_network)],
        "photos": {name: PHOTOS[name] for name in names if name in PHOTOS},
    }
    return made_by | {"data": data} | more


def _beside(wanted: StylesSettings) -> str:
    """Return what a caption says of the term that is not the paper's."""
    if not wanted.colours:
        return ""
    return " Mean and covariance of the style's colours are matched beside them."

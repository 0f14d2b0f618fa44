"""Textures by Gram matrices (Gatys et al. 2015, "Texture Synthesis"): scheme and studies."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw

from activation_atlas.drawing.panel import INK, SOFT, Panel, sheet
from activation_atlas.errors import AtlasError
from activation_atlas.figures.figure import Figure
from activation_atlas.progress import track
from activation_atlas.settings import TexturesSettings, plain
from activation_atlas.sheets.licences import PHOTOS, WEIGHTS
from activation_atlas.sheets.studio import Studio
from activation_atlas.textures.compare import grams, relative_errors
from activation_atlas.textures.facts import facts, note, weights_of
from activation_atlas.textures.features import texture_layers
from activation_atlas.textures.principal import parameters
from activation_atlas.textures.sources import load_source
from activation_atlas.textures.synthesis import Synthesis
from activation_atlas.textures.texture import make_textures, with_defaults

SIDE = 128
"""Side of the studies' textures in pixels; no layer of theirs sees more than 124."""
STEPS = 100
MOST = 0.99
"""Share of a Gram matrix's entries that are drawn paler than black."""
SCHEME = "gravel"
"""Source whose texture the scheme shows."""
EARLY = 1
"""Step after which the scheme shows the noise that it begins with."""
TEXTURES, THING = ("gravel", "brick", "flower"), "chelsea"
"""Materials of the study of layers, and a photo that is none."""
PARAMETERS = "flower"
"""Source whose texture the study of parameters shows, beside the scheme's."""
POOLED = ("conv1_1", "pool1", "pool2", "pool3", "pool4")
"""Layers of the paper's studies."""


def scheme(studio: Studio) -> Figure:
    """Return figure 32: the Gram matrices of a source, and those of noise that is made alike."""
    layers = texture_layers(studio.settings.texture_network)
    source, made = _made(studio, SCHEME, layers, snapshots=[EARLY])
    images = {
        "source": source,
        "noise after one step": made.snapshots[EARLY],
        f"texture after {STEPS} steps": made.image,
    }
    found = {label: grams(studio.features, image, layers) for label, image in images.items()}
    target = found["source"]
    rows = [[Panel(image) for image in images.values()], [Panel(_arrow()) for _ in images]]
    for layer in layers:
        largest = np.quantile(target[layer].abs().numpy(), MOST)
        size = len(target[layer])
        row = []
        for label, each in found.items():
            error = relative_errors(each, target)[layer]
            told = f"{size} × {size}" if label == "source" else f"{error:.1%} off"
            row.append(Panel(_drawn(each[layer].numpy() / largest), told))
        rows.append(row)
    title = "How a texture is analysed and synthesized"
    return Figure(
        32,
        title,
        "Analysis, left: the network's layers answer to the source, and each layer's Gram matrix"
        " says which channels answer together, wherever they do. Synthesis, right: an image that"
        " begins as noise is changed step by step until its own Gram matrices are the same."
        " The darker, the larger the entry; beneath is how far a matrix is from the source's,"
        " relative to its norm." + _beside(studio),
        sheet(
            title,
            rows,
            ["image", f"through {studio.features.name}", *(f"Gram matrix of {n}" for n in layers)],
            list(images),
            _note(studio),
        ),
        _facts(studio, [SCHEME], layers=list(layers)),
        {"loss": made.curve},
        "loss",
    )


def by_layers(studio: Studio) -> Figure:
    """Return figure 33: textures of ever more layers, and of a photo that is none."""
    _check(studio)
    names = [*TEXTURES, THING]
    sets = {layer: POOLED[: number + 1] for number, layer in enumerate(POOLED)}
    jobs = [(layer, name) for layer in sets for name in names]
    made = {
        (layer, name): _made(studio, name, sets[layer])
        for layer, name in track(jobs, "layers of textures", len(jobs), "textures")
    }
    rows = [[Panel(made[layer, name][1].image) for name in names] for layer in sets]
    rows.append([Panel(made[POOLED[0], name][0]) for name in names])
    title = "Textures by the layers that they match"
    return Figure(
        33,
        title,
        "Each row matches the layer that it is named by and all above it: the higher the layer,"
        " the larger the forms that it can tell. The last column is no texture: Gram matrices do"
        " not say where anything is. At the bottom are the sources." + _beside(studio),
        sheet(title, rows, [*(f"up to {layer}" for layer in sets), "source"], names, _note(studio)),
        _facts(studio, names, layers={layer: list(below) for layer, below in sets.items()}),
        {f"{name}, up to {layer}": one.curve for (layer, name), (_, one) in made.items()},
        "loss",
    )


def by_parameters(studio: Studio) -> Figure:
    """Return figure 34: textures of about 1 k, 10 k, 177 k and 852 k parameters."""
    _check(studio)
    features, names = studio.features, (SCHEME, PARAMETERS)
    upto = features.layers[: features.layers.index(POOLED[-1]) + 1]
    studies = ((POOLED, 20), (POOLED, 64), (POOLED, None), (upto, None))
    counts = [
        parameters({layer: features.channels[layer] for layer in layers}, components)
        for layers, components in studies
    ]
    jobs = [(name, study) for name in names for study in studies]
    made = [
        _made(studio, name, layers, components=components)
        for name, (layers, components) in track(jobs, "parameters", len(jobs), "textures")
    ]
    pairs = [made[start : start + len(studies)] for start in range(0, len(made), len(studies))]
    rows = [[*(Panel(one.image) for _, one in row), Panel(row[0][0])] for row in pairs]
    heads = [f"{count:,} parameters" for count in counts]
    title = "Textures by the number of their parameters"
    told = [
        f"{len(layers)} layers" + (f", {components} components" if components else "")
        for layers, components in studies
    ]
    return Figure(
        34,
        title,
        "A texture's parameters are the different entries of its Gram matrices, n (n + 1) / 2 of"
        " n channels. From left to right: conv1_1 and pool1 to pool4 with channels reduced to"
        " their first 20 and 64 principal components, the same with all channels, and all"
        f" {len(upto)} convolutions and poolings up to pool4." + _beside(studio),
        sheet(
            title,
            rows,
            names,
            [*(f"{head}: {how}" for head, how in zip(heads, told)), "source"],
            _note(studio),
        ),
        _facts(studio, names, parameters=counts, layers=[list(layers) for layers, _ in studies]),
        {
            f"{name}, {count:,}": one.curve
            for (name, count), (_, one) in zip([(n, c) for n in names for c in counts], made)
        },
        "loss",
    )


def _check(studio: Studio) -> None:
    if POOLED[-1] not in studio.features.layers:
        raise AtlasError(
            "Figures 33 and 34 compare the layers of VGG-19: set texture_network.name to vgg19, or"
            " leave them out of figures.numbers."
        )


def _beside(studio: Studio) -> str:
    """Return what a caption says of the term that is not the paper's."""
    wanted = with_defaults(studio.settings.textures, studio.settings.texture_network)
    return " Mean and covariance of the colours are matched beside them." if wanted.colours else ""


def _settings(studio: Studio, **more: object) -> TexturesSettings:
    """Return the config's settings at the studies' size."""
    size = {"source_size": SIDE, "size": (SIDE, SIDE), "octaves": 1, "steps": STEPS, "samples": 1}
    left = {"weights": None, "components": None, "snapshots": []}
    return replace(studio.settings.textures, **size | left | more)


def _made(
    studio: Studio,
    name: str,
    layers: Sequence[str],
    **more: object,
) -> tuple[np.ndarray, Synthesis]:
    """Return a source and a texture of it, the same start for whatever layers."""
    wanted = _settings(studio, layers=list(layers), **more)
    source = load_source(name, wanted, studio.settings.images.max_pixels)
    filters = studio.settings.texture_network
    return source, make_textures(studio.features, source, wanted, filters, name, studio.seed)[0]


def _note(studio: Studio) -> str:
    return note(studio.features, studio.settings.texture_network, studio.seed)


def _facts(studio: Studio, photos: Sequence[str], **more: object) -> dict[str, object]:
    filters = studio.settings.texture_network
    data = {
        "weights": WEIGHTS[weights_of(filters)],
        "photos": {name: PHOTOS[name] for name in photos},
    }
    studied = ("sources", "layers", "weights", "components", "snapshots")
    textures = plain(with_defaults(_settings(studio), filters))
    textures = {key: value for key, value in textures.items() if key not in studied}
    made_by = facts(studio.features, filters, studio.seed, textures=textures, data=data)
    return made_by | more


def _drawn(matrix: np.ndarray) -> np.ndarray:
    """Return a matrix of values up to 1 as a picture: the darker, the larger."""
    # The root shows small entries beside the few large ones.
    levels = 255 * (1 - np.sqrt(np.abs(matrix).clip(0, 1)))
    image = Image.fromarray(np.rint(levels).astype(np.uint8))
    image = image.resize((SIDE, SIDE), Image.Resampling.BOX)
    return np.asarray(image.convert("RGB"))


def _arrow(width: int = SIDE, height: int = 28) -> np.ndarray:
    """Return an arrow that points down, (height, width, 4)."""
    canvas = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    pen, middle, head = ImageDraw.Draw(canvas), width // 2, 8
    pen.line((middle, 0, middle, height - head), (*SOFT, 255), 2)
    tip = [(middle - head, height - head), (middle + head, height - head), (middle, height - 1)]
    pen.polygon(tip, (*INK, 255))
    return np.asarray(canvas)

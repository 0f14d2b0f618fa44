"""Figure 9: a photo as a low, a middle and a high layer see it, one icon a place.

Olah et al. 2018, "The Building Blocks of Interpretability", "What does the network see?".
"""

import numpy as np
from PIL import Image

from activation_atlas.dictionaries.grid import Grid, render_grid
from activation_atlas.dictionaries.groups import factors
from activation_atlas.dictionaries.reading import as_seen, peak
from activation_atlas.drawing.panel import PAPER, Panel, sheet
from activation_atlas.figures.activation_maps import activation_maps
from activation_atlas.figures.figure import Figure
from activation_atlas.networks import Network
from activation_atlas.settings import IconsSettings, plain
from activation_atlas.sheets.studio import Studio

PHOTO = "chelsea"
WIDTH = 784
"""Width of a grid in pixels."""
SIZES = (32, 96)
"""Smallest and largest side of an icon as it is made, in pixels."""
STEPS = 64
CROP = 2
"""Pixels that are cut off each side of an icon, as in the paper's notebook."""


def layers(studio: Studio) -> Figure:
    """Return the grids of three layers, each even and with cells sized by magnitude."""
    photo = studio.photo(PHOTO)
    rows = [[Panel(as_seen(photo, WIDTH, PHOTO)), None]]
    made: dict[str, dict] = {}
    labels = ["photo"]
    for layer in studio.layers:
        network = studio.network([layer])
        seen = as_seen(photo, network.input_size, PHOTO)
        activation = activation_maps(network, layer, np.stack([seen]))[0].transpose(1, 2, 0)
        settings = _settings(activation)
        grid = _grid(studio, network, layer, activation, settings)
        cell = max(1, round(WIDTH / activation.shape[1]))
        rows.append(
            [Panel(mosaic(grid.icon, cell)), Panel(mosaic(grid.icon, cell, areas(activation)))]
        )
        cosine = float(grid.cosine.mean())
        labels.append(f"{layer} {activation.shape[0]} × {activation.shape[1]}")
        made[layer] = {"icons": plain(settings), "cosine": round(cosine, 4)}
    return Figure(
        number=9,
        title="Activation grids of a photo",
        caption="At each place of three layers, one icon of its whole activation vector; from top"
        " to bottom edges and textures become parts of the animal. On the right the area of an"
        " icon is in proportion to the length of the vector: what the layer answers to at all"
        " (at most the longest away from the border, which answers to the padding)."
        f" The icons of a layer share {studio.settings.dictionaries.groups} factors of its"
        " activations, so that neighbours agree.",
        image=sheet(
            f"What three layers see in the photo {PHOTO}",
            rows,
            labels,
            ["all alike", "area by magnitude"],
            studio.note(),
        ),
        settings=studio.facts(
            photos=[PHOTO], grids=made, groups=studio.settings.dictionaries.groups, crop=CROP
        ),
    )


def mosaic(icons: np.ndarray, cell: int, area: np.ndarray | None = None) -> np.ndarray:
    """Return icons side by side, (h * cell, w * cell, 3) uint8.

    Args:
        icons: (h, w, s, s, 3) uint8; their outermost pixels are left out.
        cell: Side of a cell in pixels.
        area: (h, w) share of each cell that its icon fills, all of it by default.
    """
    rows, columns = icons.shape[:2]
    canvas = Image.new("RGB", (columns * cell, rows * cell), PAPER)
    for row, column in np.ndindex(rows, columns):
        share = 1.0 if area is None else float(area[row, column])
        side = max(1, round(cell * share**0.5))
        icon = Image.fromarray(icons[row, column, CROP:-CROP, CROP:-CROP])
        left, top = (number * cell + (cell - side) // 2 for number in (column, row))
        canvas.paste(icon.resize((side, side), Image.Resampling.LANCZOS), (left, top))
    return np.asarray(canvas)


def areas(activation: np.ndarray) -> np.ndarray:
    """Return the share (h, w) of its cell that each place fills: the length of its vector.

    The longest one within fills its cell. Those at the border may be longer and fill theirs, too:
    they answer to the padding.

    Args:
        activation: (h, w, C).
    """
    length = np.linalg.norm(activation, axis=2)
    return np.minimum(1, length / max(peak(activation), 1e-12))


def _settings(activation: np.ndarray) -> IconsSettings:
    """Return the settings of a map's icons: as large as they are shown, within reason."""
    size = int(np.clip(round(WIDTH / activation.shape[1]), *SIZES))
    return IconsSettings(size=size, steps=STEPS)


def _grid(
    studio: Studio, network: Network, layer: str, activation: np.ndarray, settings: IconsSettings
) -> Grid:
    groups = factors(activation, studio.settings.dictionaries.groups)
    return render_grid(network, layer, activation, groups, settings, (studio.seed, PHOTO))

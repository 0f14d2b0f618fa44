"""Figure 5: how units answer to images of several categories (Goh et al. 2021)."""

from collections.abc import Mapping, Sequence

import numpy as np

from activation_atlas.dictionaries.categories import Shares, responses, shares
from activation_atlas.drawing.panel import PAPER, Panel, sheet
from activation_atlas.figures.figure import Figure
from activation_atlas.figures.units import shown_channels
from activation_atlas.images import open_catalogue
from activation_atlas.recipes import find
from activation_atlas.recipes.pictures import channel_order, render
from activation_atlas.sheets.studio import Studio

RECIPE = "atlas"
SIZE = 160
LIMIT = 2000
"""Views of the catalogue that are looked at, at most."""
SHADES = [shade for shade in range(10) if shade != 7]
"""Numbers in matplotlib's tab10, one for each category that has a colour of its own; the grey is
left out, as the others share one."""
REST = "0.85"
Colours = Mapping[str, object]


def by_category(studio: Studio) -> Figure:
    """Return four channels, each beside the shares of categories by how strongly it answers."""
    middle = studio.layers[1]
    network, recipe = studio.network([middle]), find(RECIPE)
    shown = shown_channels(network, middle)
    catalogue = open_catalogue(studio.run, studio.settings.images)
    found = responses(network, middle, shown, catalogue, LIMIT, studio.seed)
    tables = [shares(activation, found.category) for activation in found.activation.T]
    colours = _colours([table for table in tables if table])
    order = channel_order(middle, shown, SIZE, studio.seed)
    pictures = list(render(network, recipe, order))
    return Figure(
        number=5,
        title="What a channel answers to, by category",
        caption="Images of the run, sorted into bins by a channel's mean activation in standard"
        " deviations from zero; the height of a colour is the share of its category among the"
        " images of the bin, whose number stands above. Where a channel answers strongly, its own"
        " categories push out the others, however few they are among all images. A channel without"
        " a chart answers to all images alike.",
        image=sheet(
            f"Channels of {middle} and the categories of images that they answer to",
            [
                [Panel(picture.image), table and Panel(_chart(table, colours))]
                for picture, table in zip(pictures, tables)
            ],
            [f"channel {number}" for number in shown],
            ["optimized", "share of each category by activation"],
            f"{len(found.category)} images. {studio.note(recipe)}",
        ),
        settings=studio.facts(recipe, layer=middle, channels=shown, size=SIZE, limit=LIMIT),
        curves={f"channel {n}": picture.curve for n, picture in zip(shown, pictures)},
    )


def _colours(tables: Sequence[Shares]) -> Colours:
    """Return the colours of those categories that the units answer to most strongly."""
    from matplotlib import colormaps

    if not tables:
        return {}
    categories = tables[0].categories
    upper = sum(table.share[len(table.share) // 2 :].sum(0) for table in tables)
    ranked = np.argsort(-upper, kind="stable").tolist()
    return {categories[index]: colormaps["tab10"](shade) for index, shade in zip(ranked, SHADES)}


def _chart(table: Shares, colours: Colours) -> np.ndarray:
    """Return stacked shares by bin, (h, w, 3) uint8."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Plot

    paper = tuple(level / 255 for level in PAPER)
    plot = Plot(figsize=(7.6, 2.6), dpi=100, layout="constrained", facecolor=paper)
    axes = plot.add_subplot(facecolor=paper)
    middles, widths = (table.edges[1:] + table.edges[:-1]) / 2, np.diff(table.edges)
    level = np.zeros(len(table.count))
    for name, share in _stacked(table, colours):
        axes.bar(middles, share, widths, level, color=colours.get(name, REST), label=name)
        level = level + share
    for middle, count in zip(middles, table.count):
        axes.text(middle, 1.02, str(count), ha="center", fontsize=8, color="0.4")
    axes.set(xlim=(table.edges[0], table.edges[-1]), ylim=(0, 1))
    axes.set(xlabel="standard deviations from zero", ylabel="share of images")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(
        loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, fontsize=8, reverse=True
    )
    canvas = FigureCanvasAgg(plot)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].copy()


def _stacked(table: Shares, colours: Colours) -> list[tuple[str, np.ndarray]]:
    """Return the coloured categories, the strongest answered to below, and the others on top."""
    weight = np.arange(len(table.share)) @ table.share
    order = np.argsort(-weight, kind="stable")
    own = [index for index in order if table.categories[index] in colours]
    rest = [index for index in order if table.categories[index] not in colours]
    stacked = [(table.categories[index], table.share[:, index]) for index in own]
    return [*stacked, ("others", table.share[:, rest].sum(1))] if rest else stacked

"""Figure 6: units in several facets (Goh et al. 2021)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from PIL import Image

from activation_atlas.dictionaries.facets import LAYERS, Facet, check_facets, facet_pictures
from activation_atlas.dictionaries.image_sets import image_set, photo_names
from activation_atlas.dictionaries.probes import probes
from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.errors import AtlasError
from activation_atlas.figures.figure import Figure
from activation_atlas.figures.units import shown_channels
from activation_atlas.networks import Network, layer_table
from activation_atlas.progress import track
from activation_atlas.recipes import find
from activation_atlas.recipes.pictures import Picture
from activation_atlas.settings import FacetsSettings, plain
from activation_atlas.sheets.channels import spread
from activation_atlas.sheets.studio import Studio


@dataclass(frozen=True)
class _Row:
    """Channels in one facet, and some of the images it was learned from."""

    label: str
    example: np.ndarray | None
    facet: Facet


def by_facet(studio: Studio) -> Figure:
    """Return rows of facets, each at several strengths, of some channels.

    Raises:
        AtlasError: a layer, a channel, a recipe or images can't be had, or don't go together.
    """
    asked = studio.settings.facets
    layer = asked.layer or studio.layers[1]
    channels = _channels(asked, studio.network([layer]), layer)
    told_in = asked.layers or layers_before(studio.settings.network.name, layer)
    network = studio.network([*dict.fromkeys([*told_in, layer])])
    check_facets(network, layer, channels, told_in)
    recipe = find(asked.recipe, asked.steps)
    kinds, weights = _probes(studio, asked, told_in)
    rows = _rows(asked, kinds, weights)
    wanted = [(channel, row.facet) for row in rows for channel in channels]
    made = facet_pictures(network, recipe, layer, wanted, asked.size, studio.seed)
    pictures = list(track(made, "facets", len(wanted), "pictures"))
    return Figure(
        number=6,
        title="Channels in several facets",
        caption="The same channels from the same start, alone and led towards images of one kind:"
        " in earlier layers, activations count more that both excite the channel and tell that"
        " kind from others. On the left, images from which the kind was learned.",
        image=sheet(
            f"Channels of {layer}, alone and in facets",
            _panels(rows, pictures, len(channels)),
            [row.label for row in rows],
            ["images", *(f"channel {number}" for number in channels)],
            f"Facets told in {', '.join(told_in)}. {recipe.steps} steps. {studio.note(recipe)}",
        ),
        settings=studio.facts(
            recipe,
            photos=_photos(asked),
            layer=layer,
            channels=channels,
            told_in=list(told_in),
            facets=plain(asked),
        ),
        curves={
            f"channel {channel}, {row.label}": picture.curve
            for (row, channel), picture in zip(product(rows, channels), pictures)
        },
    )


def layers_before(network: str, layer: str) -> list[str]:
    """Return up to five layers before another: every second one of the network's trunk.

    Raises:
        AtlasError: there is none.
    """
    table = layer_table(network)
    names = [each.name for each in table]
    last = names.index(layer) if layer in names else 0
    before = [each.name for each in table[:last] if each.trunk][::-1][: 2 * LAYERS : 2]
    if not before:
        raise AtlasError(
            f"Facets of '{layer}' can't be told in any layer before it: set facets.layers, or"
            " facets.layer to a later one."
        )
    return before[::-1]


def _channels(asked: FacetsSettings, network: Network, layer: str) -> list[int]:
    """Return the channels asked for, or those of the other figures."""
    if asked.channels is None:
        return shown_channels(network, layer)
    return spread(asked.channels, network.channels[layer])


def _probes(
    studio: Studio, asked: FacetsSettings, layers: Sequence[str]
) -> tuple[dict[str, np.ndarray], dict[str, dict[str, np.ndarray]]]:
    """Return the images of each facet, and its probes by layer."""
    network = studio.network(layers)
    limit, size = studio.settings.images.max_pixels, network.input_size

    def images(source: str | Sequence[str], key: str) -> np.ndarray:
        return image_set(source, asked.images, size, limit, studio.seed, key)

    kinds = {name: images(source, f"facets.facets.{name}") for name, source in asked.facets.items()}
    generic = images(_generic(asked), "facets.generic")
    return kinds, probes(network, kinds, generic)


def _generic(asked: FacetsSettings) -> str | list[str]:
    if asked.generic is not None:
        return asked.generic
    used = _named(asked.facets.values())
    rest = [name for name in photo_names() if name not in used]
    if not rest:
        raise AtlasError(
            "Every sample photo shows a facet: set facets.generic to images that show none."
        )
    return rest


def _named(sources: Iterable[str | Sequence[str]]) -> list[str]:
    return [name for source in sources if not isinstance(source, str) for name in source]


def _photos(asked: FacetsSettings) -> list[str]:
    """Return the sample photos that the figure shows."""
    return [name for name in photo_names() if name in _named(asked.facets.values())]


def _rows(
    asked: FacetsSettings,
    kinds: Mapping[str, np.ndarray],
    weights: Mapping[str, Mapping[str, np.ndarray]],
) -> list[_Row]:
    alone = _Row("channel alone", None, Facet(next(iter(weights.values())), 0.0))
    return [alone] + [
        _Row(
            f"{name}, strength {strength:g}",
            _square(images[:4], asked.size // 2) if number == 0 else None,
            Facet(weights[name], strength),
        )
        for name, images in kinds.items()
        for number, strength in enumerate(asked.strengths)
    ]


def _square(images: np.ndarray, side: int) -> np.ndarray:
    """Return up to four images two by two, each of so many pixels a side."""
    small = [np.asarray(Image.fromarray(image).resize((side, side))) for image in images]
    rows = [np.concatenate(small[first : first + 2], 1) for first in range(0, len(small), 2)]
    return np.concatenate([row for row in rows if row.shape == rows[0].shape])


def _panels(
    rows: Sequence[_Row], pictures: Sequence[Picture], columns: int
) -> list[list[Panel | None]]:
    return [
        [
            None if row.example is None else Panel(row.example),
            *(Panel(one.image) for one in pictures[number * columns : (number + 1) * columns]),
        ]
        for number, row in enumerate(rows)
    ]

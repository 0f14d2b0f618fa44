"""Figures 7 and 8: what one place of an image is to a layer.

Olah et al. 2018, "The Building Blocks of Interpretability": as a semantic dictionary of channels,
and as one icon of the whole activation vector. The places were marked by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from activation_atlas.dictionaries import reading
from activation_atlas.dictionaries.reading import Entries, Reading, Region, as_seen
from activation_atlas.dictionaries.sprites import pictures
from activation_atlas.drawing.marks import bars, framed
from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.figures.activation_maps import activation_maps
from activation_atlas.figures.figure import Figure
from activation_atlas.networks import Network
from activation_atlas.recipes import carter2019, find
from activation_atlas.recipes.recipe import Recipe
from activation_atlas.settings import IconsSettings, plain
from activation_atlas.sheets.studio import Studio

LONGEST = 240
"""Side of a photo as it is shown, in pixels."""
COUNT = 4
"""Channels of a dictionary, as the paper shows."""
ENLARGE = 2
"""Factor by which their sprites are enlarged."""
ICON = IconsSettings(size=128, steps=96)


@dataclass(frozen=True)
class Marked:
    """A place of a sample photo, marked by hand.

    Attributes:
        photo: Its name.
        x: Column in the photo's pixels.
        y: Row.
        label: What is there.
    """

    photo: str
    x: int
    y: int
    label: str


MARKED = (
    Marked("chelsea", 172, 116, "a cat's eye"),
    Marked("coffee", 186, 100, "the rim of a cup"),
    Marked("motorcycle", 600, 370, "a wheel"),
)


@dataclass(frozen=True)
class _Place:
    """A marked place in a layer's map (h, w, C): where it is, and the photo with its cell."""

    row: int
    column: int
    activation: np.ndarray
    photo: np.ndarray

    @property
    def vector(self) -> np.ndarray:
        """What the place holds, (C,)."""
        return self.activation[self.row, self.column]

    def entries(self) -> Entries:
        """Return its semantic dictionary, without attributions to any class."""
        gradient = np.empty((0, *self.activation.shape), np.float32)
        place = Region.at(self.row, self.column)
        return reading.entries(Reading(self.activation, gradient), place, COUNT)


def entries(studio: Studio) -> Figure:
    """Return figure 7: the strongest channels of a place, as icon, value and bar."""
    layer, chosen = studio.layers[1], studio.settings.sprites
    network, recipe = studio.network([layer]), find(chosen.recipe, chosen.steps)
    places = [_place(studio, network, layer, mark) for mark in MARKED]
    found = [place.entries() for place in places]
    shown = sorted({number for each in found for number in each.channels.tolist()})
    sprites = dict(zip(shown, pictures(studio.run, layer, shown, network, studio.settings)))
    rows = [
        [
            Panel(place.photo, mark.label),
            *bars(each, [sprites[number] for number in each.channels.tolist()], ENLARGE),
        ]
        for mark, place, each in zip(MARKED, places, found)
    ]
    return Figure(
        number=7,
        title="Semantic dictionaries of places",
        caption=f"In each photo one cell of {layer} is marked. Beside it are the channels that"
        " answer most strongly there, each as what excites it most of all, with its activation as"
        " a number and as a bar; a full bar is the strongest channel of the place.",
        image=sheet(
            f"What {layer} sees at a place, by its strongest channels",
            rows,
            note=studio.note(recipe),
        ),
        settings=_facts(
            studio,
            places,
            recipe,
            layer=layer,
            size=chosen.size,
            channels=[each.channels.tolist() for each in found],
        ),
    )


def combined(studio: Studio) -> Figure:
    """Return figure 8: the whole activation vector of a place as one icon."""
    layer = studio.layers[1]
    network = studio.network([layer])
    places = [_place(studio, network, layer, mark) for mark in MARKED]
    names = [(studio.seed, mark.photo, layer, p.row, p.column) for mark, p in zip(MARKED, places)]
    cells = carter2019.Cells(np.stack([place.vector for place in places]), names)
    (icons,) = carter2019.render(network, layer, [cells], ICON)
    return Figure(
        number=8,
        title="A place as one icon",
        caption=f"Channels act together: below each photo, one picture is made for the whole"
        f" activation vector of {layer} in the marked cell.",
        image=sheet(
            f"What {layer} sees at a place, as one icon",
            [
                [Panel(place.photo, mark.label) for mark, place in zip(MARKED, places)],
                [
                    Panel(icon, f"cosine to the place's activation {cosine:.2f}")
                    for icon, cosine in zip(icons.images, icons.cosine)
                ],
            ],
            note=studio.note(),
        ),
        settings=_facts(studio, places, layer=layer, icon=plain(ICON)),
    )


def _place(studio: Studio, network: Network, layer: str, mark: Marked) -> _Place:
    photo = studio.photo(mark.photo)
    seen = as_seen(photo, network.input_size, mark.photo)
    (maps,) = activation_maps(network, layer, np.stack([seen]))
    activation = maps.transpose(1, 2, 0)
    rows, columns = activation.shape[:2]
    row, column = mark.y * rows // photo.shape[0], mark.x * columns // photo.shape[1]
    shown = framed(as_seen(photo, LONGEST, mark.photo), Region.at(row, column), rows, columns)
    return _Place(row, column, activation, shown)


def _facts(studio: Studio, places: Sequence[_Place], *recipes: Recipe, **more: object) -> dict:
    marks = {
        mark.photo: {"x": mark.x, "y": mark.y, "row": place.row, "column": place.column}
        for mark, place in zip(MARKED, places)
    }
    return studio.facts(*recipes, photos=list(marks), places=marks, **more)

"""Which figures there are, and which function makes each: names alone, imported when asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from activation_atlas.errors import AtlasError

if TYPE_CHECKING:
    from activation_atlas.figures.figure import Figure
    from activation_atlas.sheets.studio import Studio


@dataclass(frozen=True)
class Entry:
    """Where a figure comes from.

    Attributes:
        function: ``module.function`` of this package; takes a :class:`Studio`, gives a `Figure`.
        decided_by: Settings that decide it beside those that decide all figures, by dotted key.
        of_images: Whether it looks at the run's images.
    """

    function: str
    decided_by: tuple[str, ...] = ()
    of_images: bool = False


FIGURES: dict[int, Entry] = {
    1: Entry("objectives.side_by_side"),
    2: Entry("neurons.with_examples", of_images=True),
    3: Entry("neurons.diverse", of_images=True),
    4: Entry("joint.pairs"),
    5: Entry("categories.by_category", of_images=True),
    6: Entry("facets.by_facet", decided_by=("facets",)),
    7: Entry("dictionaries.entries", decided_by=("sprites",)),
    8: Entry("dictionaries.combined"),
    9: Entry("activation_grids.layers", decided_by=("dictionaries",)),
    12: Entry("penalized.classes"),
    13: Entry("receptive_fields.layers"),
    14: Entry("activation_maps.over_clip", decided_by=("figures.clip",)),
    15: Entry("class_prior.banana"),
    16: Entry("class_prior.classes"),
    17: Entry("class_prior.dumbbell"),
    18: Entry("octaves.dalmatian_and_screw"),
    19: Entry("octaves.saxophone"),
    20: Entry("dreams.low_layer"),
    21: Entry("dreams.sky"),
    22: Entry("dreams.landscape"),
    23: Entry("dreams.from_noise"),
    24: Entry("spaces.pixels_and_decorrelated"),
    25: Entry("edge_keeping.pelican"),
    32: Entry("textures.scheme", decided_by=("texture_network", "textures")),
    33: Entry("textures.by_layers", decided_by=("texture_network", "textures")),
    34: Entry("textures.by_parameters", decided_by=("texture_network", "textures")),
    35: Entry("doodles.by_mask", decided_by=("texture_network", "doodles")),
    36: Entry("styles.reconstructions", decided_by=("texture_network", "styles")),
    37: Entry("styles.by_style", decided_by=("texture_network", "styles")),
    38: Entry("styles.by_layers_and_ratio", decided_by=("texture_network", "styles")),
}
"""The figures by their number in the review."""


def chosen(numbers: Sequence[int] | None) -> list[int]:
    """Return the numbers of the figures to make, in order: the given ones, or all.

    Raises:
        AtlasError: there is no such figure.
    """
    for number in numbers or ():
        entry(number)
    return sorted(FIGURES if numbers is None else numbers)


def entry(number: int) -> Entry:
    """Return where a figure comes from.

    Raises:
        AtlasError: there is no such figure.
    """
    if number not in FIGURES:
        known = ", ".join(map(str, sorted(FIGURES)))
        raise AtlasError(f"There is no figure {number}; figures.numbers can name {known}.")
    return FIGURES[number]


def function(number: int) -> Callable[["Studio"], "Figure"]:
    """Return the function that makes a figure.

    Raises:
        AtlasError: there is no such figure.
    """
    module, name = entry(number).function.rsplit(".", 1)
    return getattr(import_module(f"activation_atlas.figures.{module}"), name)

"""Say what a place of an image is to a network, by its strongest channels.

Say what a place of an image is to some layers of a network: print the channels that answer most
there, with what each adds to the most probable classes, and write a PNG of their pictures, with all
numbers as JSON beside it.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from activation_atlas.cli.network import add_network, network_of
from activation_atlas.cli.options import REGION, Option, add_settings
from activation_atlas.cli.output import writes
from activation_atlas.cli.parser import Parser
from activation_atlas.settings import DictionariesSettings, NetworkSettings

if TYPE_CHECKING:
    from activation_atlas.notebook.result import PlaceReading, Result

LAYERS = Option(
    "layers", instead=(None, "by default those of them that are suggested, from the middle on")
)


def add(parser: Parser) -> None:
    """Add the arguments and options."""
    parser.add_argument("image", metavar="IMAGE", help="an image file, or a sample photo by name")
    add_settings(parser, NetworkSettings, Option("name", flag="--network"))
    add_settings(parser, DictionariesSettings, LAYERS)
    place = parser.add_mutually_exclusive_group()
    place.add_argument(
        "--at",
        nargs=2,
        type=float,
        metavar=("X", "Y"),
        help="place, as shares of the image's width and height; by default each layer's strongest"
        " one",
    )
    place.add_argument(
        "--region",
        **REGION,
        help="region in such shares: values are means over it, attributions are sums",
    )
    add_settings(parser, DictionariesSettings, Option("classes", metavar="CLASS"), "size")
    parser.add_argument(
        "--channels",
        type=int,
        default=4,
        metavar="N",
        help="channels of each layer; %(default)s by default",
    )
    add_network(parser)
    writes(
        parser,
        _make,
        lambda options: f"{Path(options.image).stem}-dictionary",
        "IMAGE-dictionary",
    )


def _make(options: argparse.Namespace) -> "Result":
    """Return the picture, and print the dictionary."""
    from activation_atlas.notebook.look_up import look_up  # torch takes seconds, --help none

    found = look_up(
        options.image,
        options.network,
        options.layers,
        at=options.at and tuple(options.at),
        region=options.region and tuple(options.region),
        classes=options.classes,
        channels=options.channels,
        **network_of(options),
    )
    print(_table(found.reading) + "\n")
    return found


def _table(reading: "PlaceReading") -> str:
    """Return a block a layer: its channels, their values and what they add to each class."""
    width = max(12, *map(len, reading.names))
    lines = [
        "probabilities: "
        + ", ".join(
            f"{name} {share:.0%}" for name, share in zip(reading.names, reading.whole.probabilities)
        )
    ]
    for layer, entries in reading.entries.items():
        places = zip(
            ("row", "column"),
            (entries.region.rows, entries.region.columns),
            reading.whole.layers[layer].activation.shape,
        )
        lines.append(f"\n{layer}, " + ", ".join(_span(*place) for place in places))
        lines.append("  channel    value" + "".join(f"  {name:>{width}}" for name in reading.names))
        lines += [
            f"  {number:7d}  {value:7.2f}" + "".join(f"  {one:+{width}.3f}" for one in spoken)
            for number, value, spoken in zip(
                entries.channels, entries.values, entries.attributions.T
            )
        ]
    return "\n".join(lines)


def _span(name: str, ends: tuple[int, int], count: int) -> str:
    """Return which rows or columns are meant, counted from 1 as on the page."""
    first, last = (end + 1 for end in ends)
    told = f"{name} {first}" if first == last else f"{name}s {first} to {last}"
    return f"{told} of {count}"

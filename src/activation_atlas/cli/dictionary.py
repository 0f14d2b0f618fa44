"""``activation-atlas dictionary``: what a place of an image is to a network."""

import argparse
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING

from activation_atlas.cli.output import check_out, write
from activation_atlas.cli.source import add_source, source_of

if TYPE_CHECKING:
    from activation_atlas.notebook.look_up import Lookup


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command."""
    dictionary = commands.add_parser(
        "dictionary",
        help="say what a place of an image is to a network, by its strongest channels",
        description="Say what a place of an image is to some layers of a network: print the"
        " channels that answer most there, with what each adds to the most probable classes, and"
        " write a PNG of their pictures, with all numbers as JSON beside it.",
    )
    add_argument = dictionary.add_argument
    add_argument("image", metavar="IMAGE", help="an image file, or a sample photo by name")
    add_argument("--network", default="efficientnet_lite0", metavar="NAME", help="%(default)s")
    add_argument(
        "--layers", nargs="+", metavar="LAYER", help="as `activation-atlas layers` lists them"
    )
    place = dictionary.add_mutually_exclusive_group()
    place.add_argument(
        "--at",
        nargs=2,
        type=float,
        metavar=("X", "Y"),
        help="the place, as shares of the image's width and height; by default each layer's"
        " strongest one",
    )
    place.add_argument(
        "--region",
        nargs=4,
        type=float,
        metavar=("LEFT", "TOP", "RIGHT", "BOTTOM"),
        help="a region in such shares: values are means over it, attributions are sums",
    )
    add_argument(
        "--classes", nargs="+", metavar="CLASS", help="the five most probable ones by default"
    )
    add_argument("--channels", type=int, default=4, metavar="N", help="of each layer; %(default)s")
    add_source(dictionary, "longer side of the image that the network sees; its own by default")
    add_argument("--out", type=Path, metavar="FILE.png", help="IMAGE-dictionary.png by default")
    dictionary.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Print the dictionary, write its picture and say where it is.

    Raises:
        AtlasError: something that was asked for can't be had.
    """
    stem = re.sub(r"[^\w.-]+", "-", Path(options.image).stem)
    out = options.out or Path(f"{stem}-dictionary.png")
    check_out(out)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    from activation_atlas.notebook.look_up import look_up  # torch takes seconds, --help none

    found = look_up(
        options.image,
        options.network,
        options.layers,
        at=options.at and tuple(options.at),
        region=options.region and tuple(options.region),
        classes=options.classes,
        channels=options.channels,
        **source_of(options),
    )
    print(_table(found))
    write(out, found.image, found.settings | {"layers": _numbers(found)})
    print(f"\n{out} and {out.with_suffix('.json').name}")


def _table(found: "Lookup") -> str:
    """Return a block a layer: its channels, their values and what they add to each class."""
    width = max(12, *map(len, found.names))
    lines = [
        "probabilities: "
        + ", ".join(
            f"{name} {share:.0%}" for name, share in zip(found.names, found.reading.probabilities)
        )
    ]
    for layer, entries in found.entries.items():
        places = zip(
            ("row", "column"),
            (entries.region.rows, entries.region.columns),
            found.reading.layers[layer].activation.shape,
        )
        lines.append(f"\n{layer}, " + ", ".join(_span(*place) for place in places))
        lines.append("  channel    value" + "".join(f"  {name:>{width}}" for name in found.names))
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


def _numbers(found: "Lookup") -> dict[str, dict[str, list]]:
    from activation_atlas.encoding import numbers

    return {
        layer: {
            "channels": entries.channels.tolist(),
            "values": numbers(entries.values),
            "attributions": {
                name: numbers(spoken) for name, spoken in zip(found.names, entries.attributions)
            },
        }
        for layer, entries in found.entries.items()
    }

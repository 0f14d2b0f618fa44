"""List the spatial layers of a network.

List the spatial layers of a network at its own input size, in order of computation. Layers marked *
are enough for a first look. Nothing is downloaded.
"""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from activation_atlas.cli.parser import Parser

if TYPE_CHECKING:
    from activation_atlas.networks import Layer

HEADER = ("layer", "channels", "rows", "columns", "stride")


def add(parser: Parser) -> None:
    """Add the arguments and options."""
    parser.add_argument("network", metavar="NETWORK", help="any torchvision or timm model")
    parser.add_argument("--all", action="store_true", help="also the layers within blocks")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Print the table and a line for the config.

    Raises:
        AtlasError: there is no such network.
    """
    from activation_atlas.networks import layer_table  # torch takes seconds, --help none

    table = layer_table(options.network)
    suggested = [layer.name for layer in table if layer.suggested]
    print(_format([layer for layer in table if options.all or layer.trunk]))
    if suggested:
        print(f"\nlayers: [{', '.join(suggested)}]")


def _format(table: Sequence["Layer"]) -> str:
    rows = [
        (layer.name, layer.channels, layer.height, layer.width, layer.stride) for layer in table
    ]
    width = max(len(str(row[0])) for row in [HEADER, *rows])
    marks = ["", *("*" if layer.suggested else "" for layer in table)]
    return "\n".join(
        f"{mark:1} {row[0]:{width}}"
        + "".join(f"  {cell:>{len(head)}}" for cell, head in zip(row[1:], HEADER[1:]))
        for mark, row in zip(marks, [HEADER, *rows])
    )

"""Make a picture of what a layer holds of a photo.

Make a picture, from noise, whose activations in a layer match a photo's or exaggerate them, and
write it as a PNG, with its settings and the course of its objective as JSON beside it.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from activation_atlas.cli.network import add_network, network_of
from activation_atlas.cli.options import Option, add_settings
from activation_atlas.cli.output import writes
from activation_atlas.cli.parser import Parser
from activation_atlas.cli.recipes import inversions_table
from activation_atlas.settings import DictionariesSettings, NetworkSettings

if TYPE_CHECKING:
    from activation_atlas.notebook.result import Result


def add(parser: Parser) -> None:
    """Add the arguments and options."""
    add_argument = parser.add_argument
    add_argument("image", metavar="IMAGE", help="an image file, or a sample photo by name")
    add_argument("layer", metavar="LAYER", help="as `activation-atlas layers` lists them")
    add_settings(parser, NetworkSettings, Option("name", flag="--network"))
    add_argument("--recipe", default="mahendran2015", metavar="NAME", help="%(default)s by default")
    add_settings(parser, DictionariesSettings, "size")
    add_network(parser)
    writes(parser, _make, _name, "IMAGE-LAYER-RECIPE")
    parser.listed = lambda: f"recipes:\n{inversions_table()}"


def _name(options: argparse.Namespace) -> str:
    return "-".join((Path(options.image).stem, options.layer, options.recipe))


def _make(options: argparse.Namespace) -> "Result":
    from activation_atlas.notebook.invert import invert  # torch takes seconds, --help none

    return invert(
        options.image,
        options.layer,
        options.recipe,
        network=options.network,
        **network_of(options),
    )

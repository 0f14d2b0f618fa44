"""Make one picture of a class or a channel.

Make one picture of what a class or a channel of a network answers to, and write it as a PNG, with
its settings and the course of its objective as JSON beside it.
"""

import argparse
from typing import TYPE_CHECKING

from activation_atlas.cli import recipes
from activation_atlas.cli.network import add_network, network_of
from activation_atlas.cli.options import add_settings
from activation_atlas.cli.output import writes
from activation_atlas.cli.parser import Parser
from activation_atlas.settings import ClassesSettings, NeuronsSettings

if TYPE_CHECKING:
    from activation_atlas.notebook.result import Result


def add(parser: Parser) -> None:
    """Add the arguments and options."""
    parser.add_argument("network", metavar="NETWORK", help="any torchvision or timm model")
    parser.add_argument(
        "shown",
        metavar="LAYER:CHANNEL|CLASS",
        help="a channel, e.g. blocks.4.2:17, or a class by name or index, e.g. banana",
    )
    add_settings(parser, NeuronsSettings, "recipe")
    add_settings(parser, ClassesSettings, "size")
    add_network(parser)
    writes(parser, _make, _name, "NETWORK-SHOWN-RECIPE")
    parser.listed = lambda: f"recipes:\n{recipes.table()}"


def _name(options: argparse.Namespace) -> str:
    return "-".join((options.network, options.shown, options.recipe))


def _make(options: argparse.Namespace) -> "Result":
    from activation_atlas.notebook.visualize import visualize  # torch takes seconds, --help none

    return visualize(options.network, options.shown, options.recipe, **network_of(options))

"""Make a new image of the material that a photo shows.

Make a new image of the material that a photo shows, by the Gram matrices of a network's layers, and
write it as a PNG, with its settings and the loss at each step as JSON beside it.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from activation_atlas.cli.options import REGION, Option, add_settings, fill_settings
from activation_atlas.cli.output import writes
from activation_atlas.cli.parser import Parser
from activation_atlas.cli.texture_network import add_texture_network, texture_values
from activation_atlas.settings import TexturesSettings

if TYPE_CHECKING:
    from activation_atlas.notebook.result import Result


def add(parser: Parser) -> None:
    """Add the arguments and options."""
    parser.add_argument("source", metavar="SOURCE", help="an image file, or a sample photo by name")
    parser.add_argument(
        "--region",
        **REGION,
        help="part to look at, as shares of the photo's width and height; of it the central square"
        " is taken; the whole by default",
    )
    fill_settings(parser, TexturesSettings, sources="SOURCE", regions="--region")
    size = Option("size", metavar=("HEIGHT", "WIDTH"))
    add_settings(parser, TexturesSettings, "source_size", size, "layers", "components")
    add_settings(parser, TexturesSettings, "seamless", "histogram")
    add_texture_network(parser, TexturesSettings)
    writes(parser, _make, lambda options: f"{Path(options.source).stem}-texture", "SOURCE-texture")


def _make(options: argparse.Namespace) -> "Result":
    values = texture_values(options, TexturesSettings)
    from activation_atlas.notebook.synthesize import synthesize  # torch takes seconds, --help none

    return synthesize(options.source, region=options.region, **values)

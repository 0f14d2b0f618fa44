"""``activation-atlas invert``: a picture of what a layer holds of a photo."""

import argparse
import logging
import re
from pathlib import Path

from activation_atlas.cli.output import check_out, write_picture
from activation_atlas.cli.recipes import inversions_table
from activation_atlas.cli.source import add_source, source_of


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command."""
    invert = commands.add_parser(
        "invert",
        help="make a picture of what a layer holds of a photo",
        description="Make a picture, from noise, whose activations in a layer match a photo's or"
        " exaggerate them, and write it as a PNG, with its settings and the course of its objective"
        " as JSON beside it.",
    )
    add_argument = invert.add_argument
    add_argument("image", metavar="IMAGE", help="an image file, or a sample photo by name")
    add_argument("layer", metavar="LAYER", help="as `activation-atlas layers` lists them")
    add_argument("--network", default="efficientnet_lite0", metavar="NAME", help="%(default)s")
    add_argument("--recipe", default="mahendran2015", metavar="NAME", help="%(default)s")
    add_source(invert, "longer side of the picture; the network's by default")
    add_argument("--out", type=Path, metavar="FILE.png", help="IMAGE-LAYER-NAME.png by default")
    invert.listed = lambda: f"recipes:\n{inversions_table()}"
    invert.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Make the picture and say where it is.

    Raises:
        AtlasError: something that was asked for can't be had.
    """
    name = "-".join((Path(options.image).stem, options.layer, options.recipe))
    out = options.out or Path(re.sub(r"[^\w.-]+", "-", name) + ".png")
    check_out(out)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    from activation_atlas.notebook.invert import invert  # torch takes seconds, --help none

    picture = invert(
        options.image,
        options.layer,
        options.recipe,
        network=options.network,
        **source_of(options),
    )
    write_picture(out, picture)

"""``activation-atlas visualize``: one picture of one class or channel."""

import argparse
import logging
import re
from pathlib import Path

from activation_atlas.cli import recipes
from activation_atlas.cli.output import check_out, write_picture
from activation_atlas.cli.source import add_source, source_of


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command."""
    visualize = commands.add_parser(
        "visualize",
        help="make one picture of a class or a channel",
        description="Make one picture of what a class or a channel of a network answers to, and"
        " write it as a PNG, with its settings and the course of its objective as JSON beside it.",
    )
    add_argument = visualize.add_argument
    add_argument("network", metavar="NETWORK", help="any torchvision or timm model")
    add_argument(
        "shown",
        metavar="LAYER:CHANNEL|CLASS",
        help="a channel, e.g. blocks.4.2:17, or a class by name or index, e.g. banana",
    )
    add_argument("--recipe", default="atlas", metavar="NAME", help="atlas by default")
    add_source(visualize, "side of the picture; the network's by default")
    add_argument("--out", type=Path, metavar="FILE.png", help="NETWORK-SHOWN-NAME.png by default")
    visualize.listed = lambda: f"recipes:\n{recipes.table()}"
    visualize.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Make the picture and say where it is.

    Raises:
        AtlasError: something that was asked for can't be had.
    """
    out = options.out or _default_out(options)
    check_out(out)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    from activation_atlas.notebook.visualize import visualize  # torch takes seconds, --help none

    picture = visualize(options.network, options.shown, options.recipe, **source_of(options))
    write_picture(out, picture)


def _default_out(options: argparse.Namespace) -> Path:
    name = "-".join((options.network, options.shown, options.recipe))
    return Path(re.sub(r"[^\w.-]+", "-", name) + ".png")

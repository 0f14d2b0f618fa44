"""``activation-atlas texture``: a new image of the material that a photo shows."""

import argparse
import logging
import re
from pathlib import Path

from activation_atlas.cli.output import check_out
from activation_atlas.cli.texture_network import (
    add_texture_network,
    given,
    texture_network_of,
    write_painting,
)


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command."""
    texture = commands.add_parser(
        "texture",
        help="make a new image of the material that a photo shows",
        description="Make a new image of the material that a photo shows, by the Gram matrices of"
        " a network's layers, and write it as a PNG, with its settings and the loss at each step"
        " as JSON beside it.",
    )
    add_argument = texture.add_argument
    add_argument("source", metavar="SOURCE", help="an image file, or a sample photo by name")
    add_argument(
        "--region",
        nargs=4,
        type=float,
        metavar=("LEFT", "TOP", "RIGHT", "BOTTOM"),
        help="the part to look at, as shares of the photo's width and height; of it the central"
        " square is taken",
    )
    add_argument("--source-size", type=int, metavar="N", help="side of that square in pixels; 256")
    add_argument(
        "--size", nargs=2, type=int, metavar=("HEIGHT", "WIDTH"), help="of the texture; 256 256"
    )
    add_argument("--layers", nargs="+", metavar="LAYER", help="whose Gram matrices are matched")
    add_argument(
        "--components",
        type=int,
        metavar="N",
        help="principal components that the channels of each layer are reduced to",
    )
    add_argument(
        "--seamless",
        action="store_true",
        help="let the texture go on where it is laid beside itself",
    )
    add_argument(
        "--histogram",
        action="store_true",
        help="make the distribution of its colours that of the source at the end",
    )
    add_texture_network(texture)
    add_argument("--out", type=Path, metavar="FILE.png", help="SOURCE-texture.png by default")
    texture.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Write the texture and say where it is.

    Raises:
        AtlasError: something that was asked for can't be had.
    """
    stem = re.sub(r"[^\w.-]+", "-", Path(options.source).stem)
    out = options.out or Path(f"{stem}-texture.png")
    check_out(out)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    from activation_atlas.notebook.synthesize import synthesize  # torch takes seconds, --help none

    names = ("region", "source_size", "size", "layers", "components", "seamless", "histogram")
    more = given(options, *names, "optimizer", "steps", "octaves", "snapshots")
    painting = synthesize(
        options.source, texture_network=texture_network_of(options), seed=options.seed, **more
    )
    write_painting(painting, out)

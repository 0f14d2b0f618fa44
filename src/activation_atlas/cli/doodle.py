"""``activation-atlas doodle``: a landscape painted by a mask."""

import argparse
import logging
from pathlib import Path

from activation_atlas.cli.output import check_out
from activation_atlas.cli.texture_network import (
    add_texture_network,
    given,
    texture_network_of,
    write_painting,
)

PICTURES = ("photo", "mask", "target_mask")


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command."""
    doodle = commands.add_parser(
        "doodle",
        help="paint a landscape by a mask, in the textures of a photo's regions",
        description="Paint a landscape by a mask: each region of TARGET_MASK gets the texture that"
        " the region of the same colour in MASK has in PHOTO. Without them a computed landscape is"
        " arranged anew. Writes a PNG, with its settings and the loss at each step as JSON beside"
        " it.",
    )
    add_argument = doodle.add_argument
    add_argument("photo", nargs="?", metavar="PHOTO", help="an image file, or a sample photo")
    add_argument("mask", nargs="?", metavar="MASK", help="its regions in flat colours, as large")
    add_argument(
        "target_mask",
        nargs="?",
        metavar="TARGET_MASK",
        help="regions of the result in the same colours, of any size",
    )
    add_argument("--colours", type=int, metavar="N", help="of the masks; 5 by default")
    add_argument(
        "--content", metavar="FILE", help="a photo as large as TARGET_MASK to keep forms of"
    )
    add_argument("--content-weight", type=float, metavar="W", help="of these forms")
    add_argument("--layers", nargs="+", metavar="LAYER", help="whose Gram matrices are matched")
    add_argument("--size", type=int, metavar="N", help="longer side of the result in pixels")
    add_argument("--source-size", type=int, metavar="N", help="and of the photo; 384 by default")
    add_texture_network(doodle)
    add_argument("--out", type=Path, metavar="FILE.png", help="doodle.png by default")
    doodle.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Write the landscape and say where it is.

    Raises:
        AtlasError: something that was asked for can't be had.
    """
    out = options.out or Path("doodle.png")
    check_out(out)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    from activation_atlas.notebook.doodle import doodle  # torch takes seconds, --help none

    names = ("colours", "content", "content_weight", "layers", "size", "source_size")
    more = given(options, *PICTURES, *names, "optimizer", "steps", "octaves", "snapshots")
    write_painting(
        doodle(texture_network=texture_network_of(options), seed=options.seed, **more), out
    )

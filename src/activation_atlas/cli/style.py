"""``activation-atlas style``: a photo painted in the style of other pictures."""

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


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command."""
    style = commands.add_parser(
        "style",
        help="paint a photo in the style of other pictures",
        description="Paint a photo in the style of another picture, or of several at once. Pictures"
        " are image files, sample photos by name, or the computed styles strokes, waves, mosaic,"
        " hatching and dots. Writes a PNG, with its settings and the loss at each step as JSON"
        " beside it.",
    )
    add_argument = style.add_argument
    add_argument("content", metavar="CONTENT", help="what is painted, e.g. china")
    add_argument("style", nargs="+", metavar="STYLE", help="how, e.g. strokes")
    add_argument(
        "--blend", type=float, nargs="+", metavar="SHARE", help="how much each style counts"
    )
    add_argument("--size", type=int, metavar="N", help="longer side in pixels; 256 by default")
    add_argument("--source-size", type=int, metavar="N", help="and of the styles; as large")
    add_argument("--ratio", type=float, metavar="R", help="weight of content / weight of style")
    add_argument("--layers", nargs="+", metavar="LAYER", help="whose Gram matrices are matched")
    add_argument(
        "--content-layers", nargs="+", metavar="LAYER", help="that say what is where; conv4_2"
    )
    add_argument("--start", choices=("content", "noise", "style"), help="content by default")
    add_argument(
        "--keep-colours", action="store_true", help="paint the luminance only, in its own colours"
    )
    add_texture_network(style)
    add_argument("--out", type=Path, metavar="FILE.png", help="CONTENT-STYLE.png by default")
    style.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Write the picture and say where it is.

    Raises:
        AtlasError: something that was asked for can't be had.
    """
    names = [Path(name).stem for name in (options.content, *options.style)]
    out = options.out or Path("-".join(names) + ".png")
    check_out(out)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    from activation_atlas.notebook.stylize import stylize  # torch takes seconds, --help none

    names = ("blend", "size", "source_size", "ratio", "layers", "content_layers", "start")
    more = given(options, *names, "keep_colours", "optimizer", "steps", "octaves", "snapshots")
    painting = stylize(
        options.content,
        options.style,
        texture_network=texture_network_of(options),
        seed=options.seed,
        **more,
    )
    write_painting(painting, out)

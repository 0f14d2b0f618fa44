"""Paint a photo in the style of other pictures.

Paint a photo in the style of another picture, or of several at once. Pictures are image files,
sample photos by name, or the computed styles strokes, waves, mosaic, hatching and dots. Writes a
PNG, with its settings and the loss at each step as JSON beside it.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from activation_atlas.cli.options import Option, add_settings, fill_settings
from activation_atlas.cli.output import writes
from activation_atlas.cli.parser import Parser
from activation_atlas.cli.texture_network import add_texture_network, texture_values
from activation_atlas.settings import StylesSettings

if TYPE_CHECKING:
    from activation_atlas.notebook.result import Result


def add(parser: Parser) -> None:
    """Add the arguments and options."""
    parser.add_argument("content", metavar="CONTENT", help="what is painted, e.g. china")
    parser.add_argument("style", nargs="+", metavar="STYLE", help="how, e.g. strokes")
    fill_settings(parser, StylesSettings, photos="CONTENT", styles="STYLE")
    blend = Option(
        "blend", metavar="SHARE", instead=(None, "one for each style; equal ones by default")
    )
    add_settings(parser, StylesSettings, blend, "size", "source_size", "ratio", "layers")
    add_settings(parser, StylesSettings, "content_layers", "start", "keep_colours")
    add_texture_network(parser, StylesSettings)
    writes(parser, _make, _name, "CONTENT-STYLE")


def _name(options: argparse.Namespace) -> str:
    return "-".join(Path(name).stem for name in (options.content, *options.style))


def _make(options: argparse.Namespace) -> "Result":
    values = texture_values(options, StylesSettings)
    from activation_atlas.notebook.stylize import stylize  # torch takes seconds, --help none

    return stylize(options.content, options.style, **values)

"""Paint a landscape by a mask, in the textures of a photo's regions.

Paint a landscape by a mask: each region of TARGET_MASK gets the texture that the region of the same
colour in MASK has in PHOTO. Without them a computed landscape is arranged anew. Writes a PNG, with
its settings and the loss at each step as JSON beside it.
"""

import argparse
from typing import TYPE_CHECKING

from activation_atlas.cli.options import Option, add_settings
from activation_atlas.cli.output import writes
from activation_atlas.cli.parser import Parser
from activation_atlas.cli.texture_network import add_texture_network, texture_values
from activation_atlas.settings import DoodlesSettings

if TYPE_CHECKING:
    from activation_atlas.notebook.result import Result

PICTURES = [
    Option(name, flag=name, metavar=name.upper()) for name in ("photo", "mask", "target_mask")
]


def add(parser: Parser) -> None:
    """Add the arguments and options."""
    add_settings(parser, DoodlesSettings, *PICTURES, "colours", "content", "content_weight")
    add_settings(parser, DoodlesSettings, "layers", "size", "source_size")
    add_texture_network(parser, DoodlesSettings)
    writes(parser, _make, lambda options: "doodle", "doodle")


def _make(options: argparse.Namespace) -> "Result":
    values = texture_values(options, DoodlesSettings)
    from activation_atlas.notebook.doodle import doodle  # torch takes seconds, --help none

    return doodle(**values)

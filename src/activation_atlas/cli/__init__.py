"""The command ``activation-atlas``: one file a command."""

import argparse
import sys
from collections.abc import Sequence

from activation_atlas import __version__
from activation_atlas.cli import (
    dictionary,
    doodle,
    invert,
    layers,
    recipes,
    style,
    texture,
    visualize,
)
from activation_atlas.cli.options import told
from activation_atlas.cli.parser import Parser
from activation_atlas.errors import AtlasError
from activation_atlas.settings import WrongSettings

COMMANDS = (layers, visualize, recipes, invert, dictionary, doodle, texture, style)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 where it can't be done, which is told in one sentence.

    A command that is written wrong ends with 2, as commands do.
    """
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except AtlasError as error:
        sentence = told(error, options) if isinstance(error, WrongSettings) else error
        print(f"error: {sentence}", file=sys.stderr)
        return 1
    return 0


def _parser() -> Parser:
    parser = Parser(
        prog="activation-atlas",
        description="What an image classifier sees. The pipeline itself is started by"
        " `make atlas` or `snakemake --configfile FILE`.",
    )
    parser.add_argument("--version", action="version", version=f"activation-atlas {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_commands(commands)
    return parser


def add_commands(commands: argparse._SubParsersAction) -> None:
    """Add every command: its name is its file's, its help the docstring of that file."""
    for command in COMMANDS:
        first, rest = command.__doc__.strip().split("\n\n", 1)
        told = first[0].lower() + first[1:].removesuffix(".")
        name = command.__name__.rpartition(".")[2]
        command.add(commands.add_parser(name, help=told, description=" ".join(rest.split())))

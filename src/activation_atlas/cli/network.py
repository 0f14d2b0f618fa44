"""Options of the commands that look into a network: its weights, the seed."""

import argparse

from activation_atlas.cli.options import Option, add_settings
from activation_atlas.cli.parser import Parser
from activation_atlas.settings import NetworkSettings, RunSettings

FILE = Option("file", more=", which it implies")
WEIGHTS = Option(
    "weights",
    instead=(None, "by default the file's, else a package's that ships them, else a download"),
)


def add_network(parser: Parser) -> None:
    """Add the options."""
    add_settings(parser, NetworkSettings, WEIGHTS, FILE)
    add_settings(parser, RunSettings, "seed")


def network_of(options: argparse.Namespace) -> dict[str, object]:
    """Return the values of these options and of the size, as a notebook's functions take them."""
    return {name: getattr(options, name) for name in ("weights", "file", "size", "seed")}

"""Options of every command that makes images by Gram matrices."""

import argparse

from activation_atlas.cli.network import FILE
from activation_atlas.cli.options import Option, add_settings, values_of
from activation_atlas.cli.parser import Parser
from activation_atlas.settings import RunSettings, TextureNetworkSettings, parse

SNAPSHOTS = Option(
    "snapshots", metavar="STEP", more=", as NAME-STEP.png", instead=([], "none by default")
)


def add_texture_network(parser: Parser, kind: type) -> None:
    """Add the options: the network, its weights, and how the images of `kind` are optimized."""
    network = Option("name", flag="--network")
    add_settings(parser, TextureNetworkSettings, network, "weights", FILE)
    add_settings(parser, kind, "optimizer", "steps", "octaves", SNAPSHOTS)
    add_settings(parser, RunSettings, "seed")


def texture_values(options: argparse.Namespace, kind: type) -> dict[str, object]:
    """Return the network, the seed and the settings of `kind`, as a notebook's functions take them.

    Raises:
        WrongSettings: a value is none that its field can have.
    """
    network = values_of(options, TextureNetworkSettings)
    if options.file is not None:
        network["weights"] = "file"
    texture_network = parse(TextureNetworkSettings, network)
    return {
        "texture_network": texture_network,
        "seed": options.seed,
        **values_of(options, kind),
    }

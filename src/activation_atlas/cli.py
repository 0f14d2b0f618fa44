"""The command ``activation-atlas``: what one needs to know before writing a config."""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from activation_atlas import __version__
from activation_atlas.errors import AtlasError

if TYPE_CHECKING:
    from activation_atlas.networks import Layer

HEADER = ("layer", "channels", "rows", "columns", "stride")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 2 after a mistake, which is told in one sentence."""
    options = _parser().parse_args(arguments)
    try:
        _layers(options.network, options.all)
    except AtlasError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """End with one sentence where argparse would print its usage as well."""
        self.exit(2, f"error: {message}; see {self.prog} --help.\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="activation-atlas",
        description="What an image classifier sees. The pipeline itself is started by"
        " `make atlas` or `snakemake --configfile FILE`.",
    )
    parser.add_argument("--version", action="version", version=f"activation-atlas {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    layers = commands.add_parser(
        "layers",
        help="list the spatial layers of a network",
        description="List the spatial layers of a network at its own input size, in order of"
        " computation. Layers marked * are enough for a first look. Nothing is downloaded.",
    )
    layers.add_argument("network", metavar="NETWORK", help="any torchvision or timm model")
    layers.add_argument("--all", action="store_true", help="also the layers within blocks")
    return parser


def _layers(network: str, everything: bool) -> None:
    from activation_atlas.networks import layer_table  # torch takes seconds, --help none

    table = layer_table(network)
    suggested = [layer.name for layer in table if layer.suggested]
    print(_format([layer for layer in table if everything or layer.trunk]))
    if suggested:
        print(f"\nlayers: [{', '.join(suggested)}]")


def _format(table: Sequence["Layer"]) -> str:
    rows = [
        (layer.name, layer.channels, layer.height, layer.width, layer.stride) for layer in table
    ]
    width = max(len(str(row[0])) for row in [HEADER, *rows])
    marks = ["", *("*" if layer.suggested else "" for layer in table)]
    return "\n".join(
        f"{mark:1} {row[0]:{width}}"
        + "".join(f"  {cell:>{len(head)}}" for cell, head in zip(row[1:], HEADER[1:]))
        for mark, row in zip(marks, [HEADER, *rows])
    )


if __name__ == "__main__":
    sys.exit(main())

"""Options of every command that makes pictures: the network's weights, the size, the seed."""

import argparse
from collections.abc import Mapping


def add_source(parser: argparse.ArgumentParser, size: str) -> None:
    """Add the options; `size` says what ``--size`` means."""
    parser.add_argument(
        "--weights",
        choices=("package", "download", "file", "random"),
        help="where they come from; by default the file if there is one, else a package that ships"
        " them, else a download",
    )
    parser.add_argument("--file", metavar="FILE", help="a state dict (.pth, .pt or .safetensors)")
    parser.add_argument("--size", type=int, metavar="PIXELS", help=size)
    parser.add_argument("--seed", type=int, default=0, help="0 by default")


def source_of(options: argparse.Namespace) -> Mapping[str, object]:
    """Return the options as the functions of a notebook take them."""
    return {name: getattr(options, name) for name in ("weights", "file", "size", "seed")}

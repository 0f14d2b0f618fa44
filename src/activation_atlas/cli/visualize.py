"""``activation-atlas visualize``: one picture of one class or channel."""

import argparse
import json
import logging
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from activation_atlas.cli import recipes
from activation_atlas.errors import AtlasError

if TYPE_CHECKING:
    from activation_atlas.visualization import Visualization


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command."""
    visualize = commands.add_parser(
        "visualize",
        help="make one picture of a class or a channel",
        description="Make one picture of what a class or a channel of a network answers to, and"
        " write it as a PNG, with its settings and the course of its objective as JSON beside it.",
    )
    add_argument = visualize.add_argument
    add_argument("network", metavar="NETWORK", help="any torchvision or timm model")
    add_argument(
        "shown",
        metavar="LAYER:CHANNEL|CLASS",
        help="a channel, e.g. blocks.4.2:17, or a class by name or index, e.g. banana",
    )
    add_argument("--recipe", default="atlas", metavar="NAME", help="atlas by default")
    add_argument(
        "--weights",
        choices=("package", "download", "file", "random"),
        help="where they come from; by default the file if there is one, else a package that ships"
        " them, else a download",
    )
    add_argument("--file", metavar="FILE", help="a state dict (.pth, .pt or .safetensors)")
    add_argument(
        "--size", type=int, metavar="PIXELS", help="side of the picture; the network's by default"
    )
    add_argument("--seed", type=int, default=0, help="0 by default")
    add_argument("--out", type=Path, metavar="FILE.png", help="NETWORK-SHOWN-NAME.png by default")
    visualize.listed = lambda: f"recipes:\n{recipes.table()}"
    visualize.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Make the picture and say where it is.

    Raises:
        AtlasError: something that was asked for can't be had.
    """
    out = options.out or _default_out(options)
    _check(out)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    from activation_atlas.visualization import visualize  # torch takes seconds, --help none

    picture = visualize(
        options.network,
        options.shown,
        options.recipe,
        weights=options.weights,
        file=options.file,
        size=options.size,
        seed=options.seed,
    )
    _write(picture, out)
    print(f"{out} and {out.with_suffix('.json').name}")


def _default_out(options: argparse.Namespace) -> Path:
    name = "-".join((options.network, options.shown, options.recipe))
    return Path(re.sub(r"[^\w.-]+", "-", name) + ".png")


def _check(out: Path) -> None:
    if out.suffix != ".png":
        raise AtlasError(f"'{out}' is no name of a picture: --out must end in .png.")
    if not (out.parent.is_dir() and os.access(out.parent, os.W_OK)):
        raise AtlasError(f"'{out}' can't be written: {out.parent} is no folder to write in.")


def _write(picture: "Visualization", out: Path) -> None:
    from activation_atlas import stores
    from activation_atlas.figures.encoding import numbers, png

    described = picture.settings | {"curve": numbers(picture.curve)}
    text = json.dumps(described, indent=1, sort_keys=True) + "\n"
    stores.write_file(out, png(picture.image))
    stores.write_file(out.with_suffix(".json"), text.encode())

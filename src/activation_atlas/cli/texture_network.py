"""Options of every command that makes images by Gram matrices, and what such a command writes."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from activation_atlas.cli.output import write

if TYPE_CHECKING:
    from activation_atlas.notebook.painting import Painting
    from activation_atlas.settings import TextureNetworkSettings


def add_texture_network(parser: argparse.ArgumentParser) -> None:
    """Add the options: the network, its weights, the optimizer, the steps, the seed."""
    add_argument = parser.add_argument
    add_argument(
        "--network",
        choices=("vgg19", "filter_bank"),
        default="vgg19",
        help="whose Gram matrices are matched; %(default)s by default",
    )
    add_argument(
        "--weights",
        choices=("random", "download"),
        default="random",
        help="of VGG-19; %(default)s by default",
    )
    add_argument("--file", metavar="FILE", help="torchvision's state dict of vgg19, in their place")
    add_argument("--optimizer", choices=("lbfgs", "adam"), default="lbfgs", help="%(default)s")
    add_argument("--steps", type=int, metavar="N", help="of each octave")
    add_argument("--octaves", type=int, metavar="N", help="sizes from coarse to fine")
    add_argument("--seed", type=int, default=0, help="0 by default")
    add_argument(
        "--snapshots",
        type=int,
        nargs="+",
        default=[],
        metavar="STEP",
        help="steps after which to keep the image as well, as NAME-STEP.png",
    )


def texture_network_of(options: argparse.Namespace) -> "TextureNetworkSettings":
    """Return the network that the options name."""
    from activation_atlas.settings import TextureNetworkSettings

    weights = "file" if options.file else options.weights
    return TextureNetworkSettings(name=options.network, weights=weights, file=options.file)


def given(options: argparse.Namespace, *names: str) -> dict[str, object]:
    """Return those of the options that were given, by the settings that they are."""
    found = {name: getattr(options, name) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def write_painting(painting: "Painting", out: Path) -> None:
    """Write the image, its snapshots and its settings with the loss by step; say where they are.

    Raises:
        AtlasError: no space is left on the disk.
    """
    from activation_atlas import stores
    from activation_atlas.encoding import numbers, png

    for step, image in painting.snapshots.items():
        stores.write_file(out.with_name(f"{out.stem}-{step}.png"), png(image))
    write(out, painting.image, painting.settings | {"curve": numbers(painting.curve)})
    print(f"{out} and {out.with_suffix('.json').name}")

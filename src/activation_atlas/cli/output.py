"""The picture that a command makes: its name, and where it is written."""

import argparse
import logging
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from activation_atlas.cli.parser import Parser

if TYPE_CHECKING:
    from activation_atlas.notebook.result import Result

Make = Callable[[argparse.Namespace], "Result"]
Name = Callable[[argparse.Namespace], str]


def writes(parser: Parser, make: Make, name: Name, pattern: str) -> None:
    """Let a command write the picture that `make` returns, and add the option of its place.

    Args:
        parser: Parser of the command.
        make: Makes the picture.
        name: Gives the file's name by default, without ``.png``.
        pattern: How the help tells this name.
    """
    told = f"PNG that is written; {pattern}.png by default"
    parser.add_argument("--out", type=Path, metavar="FILE.png", help=told)
    parser.set_defaults(run=partial(_run, make, name))


def _run(make: Make, name: Name, options: argparse.Namespace) -> None:
    """Write the picture and say where it is.

    Raises:
        AtlasError: something that was asked for can't be had.
    """
    from activation_atlas.notebook.result import check_path  # zarr takes a second, --help none

    out = options.out or Path(re.sub(r"[^\w.-]+", "-", name(options)) + ".png")
    check_path(out)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    make(options).save(out)
    print(f"{out} and {out.with_suffix('.json').name}")

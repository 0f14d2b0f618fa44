"""A picture that a command writes, and the JSON file beside it."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from activation_atlas.errors import AtlasError

if TYPE_CHECKING:
    from PIL import Image

    from activation_atlas.notebook.visualize import Visualization


def check_out(out: Path) -> None:
    """Make sure that a picture can be written.

    Raises:
        AtlasError: it is no PNG, or its folder can't be written in.
    """
    if out.suffix != ".png":
        raise AtlasError(f"'{out}' is no name of a picture: --out must end in .png.")
    if not (out.parent.is_dir() and os.access(out.parent, os.W_OK)):
        raise AtlasError(f"'{out}' can't be written: {out.parent} is no folder to write in.")


def write_picture(out: Path, picture: "Visualization") -> None:
    """Write a picture with the course of its objective, and say where it is.

    Raises:
        AtlasError: no space is left on the disk.
    """
    from activation_atlas.encoding import numbers

    write(out, picture.image, picture.settings | {"curve": numbers(picture.curve)})
    print(f"{out} and {out.with_suffix('.json').name}")


def write(out: Path, image: "Image.Image", settings: Mapping[str, object]) -> None:
    """Write the picture, and what it was made by as JSON beside it.

    Raises:
        AtlasError: no space is left on the disk.
    """
    from activation_atlas import stores
    from activation_atlas.encoding import png

    text = json.dumps(settings, indent=1, sort_keys=True) + "\n"
    stores.write_file(out, png(image))
    stores.write_file(out.with_suffix(".json"), text.encode())

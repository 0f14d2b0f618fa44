"""A finished figure, and the files that it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image

from activation_atlas import stores
from activation_atlas.drawing.curves import plotted
from activation_atlas.encoding import numbers, png
from activation_atlas.paths import curves_path, figure_path


@dataclass(frozen=True)
class Figure:
    """A figure of the review.

    Attributes:
        number: Number in the review.
        title: What it shows, a few words.
        caption: What to look for, a few sentences of plain text.
        image: Picture with title, labels and note drawn in.
        settings: What it was made by, JSON values: see :meth:`Studio.facts`.
        curves: Values by step, (steps,) each, by what they belong to.
        curves_of: What they are: an objective that rises, or a loss that falls.
    """

    number: int
    title: str
    caption: str
    image: Image.Image
    settings: Mapping[str, object]
    curves: Mapping[str, np.ndarray] = field(default_factory=dict)
    curves_of: Literal["objective", "loss"] = "objective"


def write(figure: Figure, folder: Path, made_by: Mapping[str, object]) -> dict:
    """Write ``figure-NN.png``, ``figure-NN-curves.png`` if there are any, and ``figure-NN.json``.

    The JSON file comes last and holds title, caption, settings and curves; the same figure gives
    the same bytes. `made_by` is what decided it beside its own settings, JSON values.

    Returns:
        What the JSON file says.

    Raises:
        AtlasError: no space is left on the disk.
    """
    target, curves = figure_path(folder, figure.number), curves_path(folder, figure.number)
    stores.manifest_path(target).unlink(missing_ok=True)
    stores.write_file(target.with_suffix(".png"), png(figure.image))
    curves.unlink(missing_ok=True)
    if figure.curves:
        title = f"Figure {figure.number}: {figure.title}"
        stores.write_file(
            curves, plotted(title, figure.curves, figure.curves_of, figure.curves_of == "loss")
        )
    content = {
        "number": figure.number,
        "title": figure.title,
        "caption": figure.caption,
        "width": figure.image.width,
        "height": figure.image.height,
        "digest": stores.digest({"image": np.asarray(figure.image)}),
        "curves_of": figure.curves_of,
        "curves": {name: numbers(curve) for name, curve in figure.curves.items()},
    }
    return stores.write_manifest(target, content, {**made_by, **figure.settings})

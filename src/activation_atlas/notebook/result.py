"""A picture with what it was made by, as a notebook and the command line get it."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from activation_atlas import stores
from activation_atlas.encoding import numbers, png
from activation_atlas.errors import AtlasError

if TYPE_CHECKING:  # they wait for torch, which a check of a path need not
    from activation_atlas.dictionaries.reading import Entries, ImageReading
    from activation_atlas.textures.synthesis import Synthesis


@dataclass(frozen=True)
class PlaceReading:
    """The semantic dictionary of a place or a region of an image.

    Attributes:
        entries: Entries by layer; the classes of their attributions are those of `whole`.
        whole: The reading of the whole image.
        names: Names of its classes.
    """

    entries: dict[str, "Entries"]
    whole: "ImageReading"
    names: list[str]

    def plain(self) -> dict[str, dict[str, object]]:
        """Return each layer's channels, values and attributions by class, as JSON values."""
        return {
            layer: {
                "channels": found.channels.tolist(),
                "values": numbers(found.values),
                "attributions": {
                    name: numbers(spoken) for name, spoken in zip(self.names, found.attributions)
                },
            }
            for layer, found in self.entries.items()
        }


@dataclass(frozen=True, repr=False)
class Result:
    """A picture and what it was made by. A notebook shows the picture of a cell's last value.

    Attributes:
        image: The picture.
        settings: JSON values that decide it: network and digest of its weights, settings, seed,
            versions.
        curve: (steps,) float32, the objective or the loss at each step; None without one.
        snapshots: The picture after so many steps, by that number.
        reading: What was read at the place of an image, of :func:`look_up` alone.
    """

    image: Image.Image
    settings: dict[str, object]
    curve: np.ndarray | None = None
    snapshots: Mapping[int, Image.Image] = field(default_factory=dict)
    reading: PlaceReading | None = None

    @classmethod
    def of(cls, made: "Synthesis", settings: dict[str, object]) -> "Result":
        """Return an image that was made by Gram matrices, with its settings."""
        snapshots = {step: Image.fromarray(image) for step, image in made.snapshots.items()}
        return cls(Image.fromarray(made.image), settings, made.curve, snapshots)

    def save(self, path: str | Path) -> None:
        """Write the picture as a PNG, snapshots as NAME-STEP.png, and the rest as JSON beside it.

        Raises:
            AtlasError: the path is no PNG's, its folder can't be written in, or no space is left.
        """
        path = Path(path)
        check_path(path)
        for step, image in self.snapshots.items():
            stores.write_file(path.with_name(f"{path.stem}-{step}.png"), png(image))
        stores.write_file(path, png(self.image))
        told = json.dumps(self._told(), indent=1, sort_keys=True) + "\n"
        stores.write_file(path.with_suffix(".json"), told.encode())

    def _told(self) -> dict[str, object]:
        told = dict(self.settings)
        if self.curve is not None:
            told["curve"] = numbers(self.curve)
        if self.reading is not None:
            told["layers"] = self.reading.plain()
        return told

    def __repr__(self) -> str:
        """Return the size of the picture: arrays and settings would fill a screen."""
        return f"<{type(self).__name__} of {self.image.width} × {self.image.height} pixels>"

    def _repr_png_(self) -> bytes:
        """Return the picture as IPython shows it."""
        return png(self.image)


def check_path(path: Path) -> None:
    """Make sure that a picture can be written.

    Raises:
        AtlasError: it is no PNG, or its folder can't be written in.
    """
    if path.suffix != ".png":
        raise AtlasError(f"'{path}' is no name of a picture: give one that ends in .png.")
    if not (path.parent.is_dir() and os.access(path.parent, os.W_OK)):
        raise AtlasError(f"'{path}' can't be written: {path.parent} is no folder to write in.")

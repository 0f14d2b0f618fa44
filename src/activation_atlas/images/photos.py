"""The sample photos inside the installed packages scikit-image and scikit-learn.

Of all pictures that the two ship, these are the photographs of scenes, objects and materials.
Left out are drawings and test patterns, micrographs, pictures too small or too blurred to show
anything, and the right half of the stereo pair of the motorcycle.
"""

from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from activation_atlas.errors import AtlasError
from activation_atlas.images.files import File, file_of
from activation_atlas.images.listing import Item, Listing

PREFIX = "photos:"
PACKAGES = {
    "skimage": (
        "data",
        [
            "astronaut.png",
            "brick.png",
            "camera.png",
            "chelsea.png",
            "coffee.png",
            "coins.png",
            "grass.png",
            "gravel.png",
            "hubble_deep_field.jpg",
            "moon.png",
            "motorcycle_left.png",
            "page.png",
            "retina.jpg",
            "rocket.jpg",
            "text.png",
        ],
    ),
    "sklearn": ("datasets/images", ["china.jpg", "flower.jpg"]),
}


class Photos:
    """The photos as a source; no two have the same name."""

    place = "the packages scikit-image and scikit-learn"

    def parts(self) -> list[Sequence[File]]:
        """Return all photos at once."""
        return [[file_of(name, path.stat()) for name, path in sorted(self._paths.items())]]

    def listing(self, files: Sequence[File] | None = None) -> Listing:
        """Return one item a photo: its name is key and group."""
        return Listing(
            [Item(name, PREFIX + name, name, 0, size) for name, size, _ in files or self.parts()[0]]
        )

    def open(self, where: str, offset: int, count: int) -> BinaryIO:
        """Return the photo's file."""
        return self._paths[where.removeprefix(PREFIX)].open("rb")

    def read(self, where: str, offset: int, count: int) -> bytes:
        """Return the content of the photo's file."""
        return self._paths[where.removeprefix(PREFIX)].read_bytes()

    @cached_property
    def _paths(self) -> dict[str, Path]:
        return {
            Path(name).stem.removesuffix("_left"): _installed(package, folder) / name
            for package, (folder, names) in PACKAGES.items()
            for name in names
        }


def _installed(package: str, folder: str) -> Path:
    """Return a folder inside a package without importing it, which would take seconds."""
    spec = find_spec(package)
    if spec is None:
        raise AtlasError(
            f"images.source 'photos' needs the Python package {package}, which is not installed:"
            " run make, or install the packages of requirements.txt."
        )
    return Path(spec.submodule_search_locations[0]) / folder

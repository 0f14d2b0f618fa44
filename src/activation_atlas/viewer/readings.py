"""One image for the page of the dictionaries: what each of its places is to each layer."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from zarr import Group

from activation_atlas import stores
from activation_atlas.dictionaries.reading import peak, strongest
from activation_atlas.encoding import png
from activation_atlas.paths import DATA, cells_path, dictionary_path, image_data_path
from activation_atlas.settings import RunSettings
from activation_atlas.settings.derived import dictionary_layers
from activation_atlas.viewer import receive, sheets
from activation_atlas.viewer.built import DICTIONARIES_FORM
from activation_atlas.viewer.likeness import cosines
from activation_atlas.viewer.packed import pack

ASKED = ("classes", "logits", "probabilities")  # of each class whose gradients were taken


@dataclass(frozen=True)
class Finest:
    """The finest grid of the atlas's first map of a layer."""

    map_name: str
    side: int
    path: Path

    @classmethod
    def of(cls, run: Path, layer: str, settings: RunSettings) -> "Finest | None":
        """Return it, or None where the atlas does not show the layer."""
        if layer not in settings.network.layers:
            return None
        name, chosen = next(iter(settings.maps.items()))
        side = max(chosen.sides)
        return cls(name, side, cells_path(run, layer, name, side))


def export_image(run: Path, image: str, settings: RunSettings) -> dict:
    """Write everything the page shows of one image, and return its manifest.

    The folder gets ``image.png`` and for each layer ``LAYER/reading.js``, ``LAYER/icons.webp``,
    ``LAYER/groups.webp`` and ``LAYER/class/ID.js``.

    Returns:
        ``classes``, ``logits`` and ``probabilities``; ``groups``, how many there are by layer;
        ``width`` and ``height`` in pixels.

    Raises:
        AtlasError: a store it is made from is missing, or the disk is full.
    """
    run = Path(run)
    target = image_data_path(run, image)
    paths = {layer: dictionary_path(run, image, layer) for layer in dictionary_layers(settings)}
    atlas = {layer: Finest.of(run, layer, settings) for layer in paths}
    made_by = _made_by(paths, atlas, settings)
    if stores.is_sealed(target, made_by):
        return stores.manifest(target)
    with stores.folder(target) as folder:
        seen = stores.read(next(iter(paths.values())))["seen"][:]
        stores.write_file(folder / "image.png", png(Image.fromarray(seen)))
        for layer, path in paths.items():
            _Layer(folder, image, layer, settings.page.quality).write(path, atlas[layer])
    first = stores.manifest(next(iter(paths.values())))
    content = {
        **{name: first[name] for name in ASKED},
        "groups": {
            layer: stores.read(path)["group_icon"].shape[0] for layer, path in paths.items()
        },
        "width": seen.shape[1],
        "height": seen.shape[0],
    }
    return stores.write_manifest(target, content, made_by)


def nearest_cells(activation: np.ndarray, means: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each place the row of the cell whose mean is nearest by cosine.

    Args:
        activation: (h, w, C).
        means: (k, C).

    Returns:
        index (h, w) int64, -1 where there is no activation at all, and cosine (h, w) float32.
    """
    flat = activation.reshape(-1, activation.shape[-1])
    likeness = cosines(flat, means)
    index = np.where(flat.any(1), likeness.argmax(1), -1)
    shape = activation.shape[:2]
    return index.reshape(shape), likeness.max(1).reshape(shape)


def group_attribution(share: np.ndarray, direction: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Return (c, k) what groups add to logits: each the attribution of its part of the activation.

    Olah et al. 2018, "The Building Blocks of Interpretability", groups and their attribution.

    Args:
        share: (h, w, k) of each place in each group.
        direction: (k, C), so that the activation is about share @ direction.
        gradient: (c, h, w, C).
    """
    along = np.einsum("nhwc,kc->nhwk", gradient, direction)
    return np.einsum("nhwk,hwk->nk", along, share)


class _Layer:
    """Writes the files of one layer of an image."""

    def __init__(self, folder: Path, image: str, layer: str, quality: int):
        self._folder, self._quality = folder / layer, quality
        self._root = f"{DATA}/images/{image}/{layer}"

    def write(self, path: Path, finest: Finest | None) -> None:
        store = stores.read(path)
        activation = store["activation"][:]
        place = strongest(activation)
        sheets.write(self._folder / "icons.webp", store["icon"][:], self._quality)
        sheets.write(self._folder / "groups.webp", store["group_icon"][:][None], self._quality)
        reading = {
            "shape": activation.shape,
            "activation": pack(activation),
            "strongest": [place.rows[0], place.columns[0]],
            "peak": peak(activation),
            "cosine": receive.short(store["cosine"][:].ravel()),
            "share": pack(store["group_share"][:]),
            "atlas": _cells_of(activation, finest),
        }
        self._script("reading.js", reading)
        self._write_classes(store, activation, stores.manifest(path)["classes"])

    def _write_classes(self, store: Group, activation: np.ndarray, classes: list[int]) -> None:
        gradients = store["gradient"]
        share, direction = store["group_share"][:], store["group_direction"][:]
        for number, index in enumerate(classes):
            gradient = gradients[number]
            groups = group_attribution(share, direction, gradient[None])[0]
            told = {"attribution": pack(activation * gradient), "groups": receive.short(groups)}
            self._script(f"class/{index}.js", told)

    def _script(self, name: str, value: object) -> None:
        receive.write(self._folder / name, f"{self._root}/{name}", value)


def _cells_of(activation: np.ndarray, finest: Finest | None) -> dict | None:
    """Return the nearest cell (row, col) of each place, None where there is none, and cosines."""
    if finest is None:
        return None
    cells = stores.read(finest.path)
    places = np.stack([cells["row"][:], cells["col"][:]], 1)
    index, cosine = nearest_cells(activation, cells["activation"][:])
    return {
        "map": finest.map_name,
        "side": finest.side,
        "cell": [places[cell].tolist() if cell >= 0 else None for cell in index.ravel()],
        "cosine": receive.short(cosine.ravel()),
    }


def _made_by(
    paths: dict[str, Path], atlas: dict[str, Finest | None], settings: RunSettings
) -> dict:
    return {
        "form": DICTIONARIES_FORM,
        "quality": settings.page.quality,
        "dictionaries": {layer: stores.manifest(path)["digest"] for layer, path in paths.items()},
        "asked": [[stores.manifest(path)[name] for name in ASKED] for path in paths.values()],
        "atlas": {
            layer: [finest.map_name, finest.side, stores.manifest(finest.path)["digest"]]
            for layer, finest in atlas.items()
            if finest
        },
    }

"""The stages of the sheets: classes, channels, dreams, textures, styles, doodles."""

from collections.abc import Callable
from pathlib import Path

from activation_atlas.paths import (
    class_pictures_path,
    class_sheet_path,
    doodles_path,
    dreams_path,
    manifest_path,
    neurons_path,
    styles_path,
    textures_path,
)
from activation_atlas.pipeline.atlas import network, of_images, of_network, precision
from activation_atlas.pipeline.stage import Stage
from activation_atlas.settings import RunSettings
from activation_atlas.settings.derived import neurons_layer


def _collection(folder: Callable[[Path], Path], *names: str) -> Callable[..., list[Path]]:
    """Return what gives some files of a folder, the first one that seals it."""

    def made(run: Path, settings: RunSettings) -> list[Path]:
        here = folder(run)
        return [manifest_path(here / here.name), *(here / name for name in names)]

    return made


def _by_gram_matrices(
    name: str, function: str, folder: Callable[[Path], Path], *files: str
) -> Stage:
    """Return the stage of a sheet that is made without the run's network."""
    return Stage(
        name=name,
        work=f"sheets.{name}:{function}",
        makes=_collection(folder, *files),
        decided_by=("seed", "texture_network", name, "device.dtype"),
        uses=("device", "images.max_pixels"),
    )


CLASS_PICTURES = Stage(
    name="class_pictures",
    work="sheets.classes:render_classes",
    makes=lambda run, settings, recipe: [manifest_path(class_pictures_path(run, recipe))],
    keys=("recipe",),
    reads=of_network,
    decided_by=("seed", "network.weights", "classes.classes", "classes.size"),
    derived=precision,
    uses=("network", "device"),
)
CLASSES = Stage(
    name="classes",
    work="sheets.classes:write_sheet",
    makes=lambda run, settings: [
        manifest_path(class_sheet_path(run)),
        class_sheet_path(run).with_suffix(".png"),
    ],
    reads=lambda run, settings: {
        "network": network(run),
        "pictures": [
            manifest_path(class_pictures_path(run, recipe)) for recipe in settings.classes.recipes
        ],
    },
    decided_by=("classes.recipes",),
)
NEURONS = Stage(
    name="neurons",
    work="sheets.channels:make_neurons",
    makes=lambda run, settings: [
        manifest_path(neurons_path(run, neurons_layer(settings))),
        neurons_path(run, neurons_layer(settings)).with_suffix(".png"),
    ],
    reads=of_images,
    decided_by=("seed", "network.weights", "neurons"),
    derived=precision,
    uses=("network", "images", "device"),
)
DREAMS = Stage(
    name="dreams",
    work="sheets.dreams:make_dreams",
    makes=_collection(dreams_path, "sheet.png", "noise.gif", "noise.mp4"),
    reads=of_network,
    decided_by=("seed", "network", "dreams", "figures.layers"),
    derived=precision,
    uses=("device", "images.max_pixels"),
)
TEXTURES = _by_gram_matrices("textures", "write_textures", textures_path, "sheet.png", "loss.png")
STYLES = _by_gram_matrices("styles", "make_styles", styles_path, "sheet.png", "loss.png")
DOODLES = _by_gram_matrices(
    *("doodles", "make_doodles", doodles_path),
    *("sheet.png", "result.png", "regions.png", "loss.png"),
)
STAGES = (CLASS_PICTURES, CLASSES, NEURONS, DREAMS, TEXTURES, STYLES, DOODLES)

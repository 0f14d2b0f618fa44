"""The page of the dictionaries: index.html, its data, and the way there from the atlas."""

from pathlib import Path

from activation_atlas import __version__, stores
from activation_atlas.images.photos import PREFIX, Photos
from activation_atlas.job import Job
from activation_atlas.paths import (
    DATA,
    atlas_path,
    channels_data_path,
    dictionaries_path,
    image_data_path,
    network_path,
)
from activation_atlas.progress import log
from activation_atlas.settings import RunSettings, plain
from activation_atlas.settings.derived import dictionary_images, dictionary_layers
from activation_atlas.viewer import receive
from activation_atlas.viewer.built import DICTIONARIES_BUNDLE, dictionaries_template_path
from activation_atlas.viewer.bundle import write_bundle, write_html
from activation_atlas.viewer.channels import export_channels
from activation_atlas.viewer.page import DICTIONARIES
from activation_atlas.viewer.readings import export_image

SHOWN = ("logits", "probabilities")


def write_dictionaries(job: Job) -> Path:
    """Write ``dictionaries/index.html`` and all it needs beside it; return its path.

    ``atlas/dictionaries.js`` is written, too: it tells the atlas's page which images it may lead
    to. What is already exported from the same stores stays.

    Raises:
        AtlasError: a dictionary, sprites or examples were not made, the viewer was not built, or
            the disk is full.
    """
    run, settings = job.run, job.settings
    folder = dictionaries_path(run)
    write_bundle(folder, DICTIONARIES_BUNDLE)
    layers = {layer: export_channels(run, layer, settings) for layer in dictionary_layers(settings)}
    images = {image: export_image(run, image, settings) for image in dictionary_images(settings)}
    _remove_others(run, settings)
    name = f"{DATA}/manifest.js"
    receive.write(folder / name, name, _manifest(run, settings, layers, images))
    receive.write(atlas_path(run) / DICTIONARIES, DICTIONARIES, origins(settings))
    target = folder / "index.html"
    write_html(target, dictionaries_template_path(), settings.page.title)
    log.info("page of the dictionaries: %s", target)
    return target


def origins(settings: RunSettings) -> dict[str, str]:
    """Return the folder of each image by where the catalogue says that the image lies.

    Images that the catalogue can't have, such as files outside its folder, are left out.
    """
    photos = {item.key for item in Photos().listing().items}
    root = settings.images.path
    found = {}
    for name, given in dictionary_images(settings).items():
        if given in photos:
            found[PREFIX + given] = name
        elif root is not None:
            path, below = (Path(each).expanduser().resolve() for each in (given, root))
            if path.is_relative_to(below):
                found[path.relative_to(below).as_posix()] = name
    return found


def _remove_others(run: Path, settings: RunSettings) -> None:
    """Remove the data of layers and images that the settings no longer name."""
    kept = {channels_data_path(run, layer) for layer in dictionary_layers(settings)}
    kept |= {image_data_path(run, image) for image in dictionary_images(settings)}
    for path in (dictionaries_path(run) / DATA).glob("*/*"):
        if path.is_dir() and path not in kept:
            stores.remove(path)


def _manifest(
    run: Path, settings: RunSettings, layers: dict[str, dict], images: dict[str, dict]
) -> dict:
    network = stores.manifest(network_path(run))
    asked = sorted({index for image in images.values() for index in image["classes"]})
    chosen = plain(settings.dictionaries)
    return {
        "title": settings.page.title,
        "run": settings.run,
        "network": {name: network[name] for name in ("name", "weights", "digest")},
        "layers": [
            {"name": name, **{key: layer[key] for key in ("channels", "columns", "examples")}}
            for name, layer in layers.items()
        ],
        "images": [
            {
                "name": name,
                **{key: image[key] for key in ("width", "height", "classes", "groups")},
                **{key: [float(f"{x:.5g}") for x in image[key]] for key in SHOWN},
            }
            for name, image in images.items()
        ],
        "classes": {str(index): network["classes"][index] for index in asked},
        "path_steps": chosen["path_steps"],
        "relaxed_pooling": chosen["relaxed_pooling"],
        "version": __version__,
    }

"""The page itself: index.html, the built viewer beside it, and the table of what can be shown."""

from importlib.metadata import version
from pathlib import Path

from activation_atlas import __version__, stores
from activation_atlas.job import Job
from activation_atlas.paths import (
    atlas_path,
    catalogue_path,
    export_path,
    index_path,
    map_path,
    network_path,
)
from activation_atlas.progress import log
from activation_atlas.settings import RunSettings
from activation_atlas.viewer import receive
from activation_atlas.viewer.built import BUNDLE, template_path
from activation_atlas.viewer.bundle import write_bundle, write_html

PACKAGES = ("torch", "timm", "numpy", "pillow")
DICTIONARIES = "dictionaries.js"  # the folders of images that have one, by where the images lie


def write_page(job: Job) -> Path:
    """Write ``atlas/index.html`` and what it needs beside the exported maps; return its path.

    Raises:
        AtlasError: the viewer was not built, a map was not exported, or the disk is full.
    """
    settings, folder = job.settings, atlas_path(job.run)
    write_bundle(folder, BUNDLE)
    _remove_others(job.run, settings)
    receive.write(folder / "manifest.js", "manifest.js", _manifest(job))
    if not (folder / DICTIONARIES).exists():  # the page of the dictionaries fills it
        receive.write(folder / DICTIONARIES, DICTIONARIES, {})
    target = folder / "index.html"
    write_html(target, template_path(), settings.page.title)
    log.info("page: %s", target)
    return target


def _remove_others(run: Path, settings: RunSettings) -> None:
    """Remove maps and pictures of layers, maps and grids that the settings no longer name."""
    kept = {
        map_path(run, layer, name): {export_path(run, layer, name, side) for side in chosen.sides}
        for layer in settings.network.layers
        for name, chosen in settings.maps.items()
    }
    for path in run.glob("atlas/maps/*/*"):
        if path.is_dir() and path not in kept:
            stores.remove(path)
    for path in set(run.glob("atlas/exports/*.png")).difference(*kept.values()):
        path.unlink()


def _manifest(job: Job) -> dict:
    run, settings = job.run, job.settings
    network = stores.manifest(network_path(run))
    maps = {}
    for layer in settings.network.layers:
        for map_name in settings.maps:
            sealed = stores.manifest(map_path(run, layer, map_name))
            maps[f"{layer}/{map_name}"] = {
                name: value
                for name, value in sealed.items()
                if name not in ("made_by", "activation_atlas", "layer", "map")
            }
    samples = {layer: stores.manifest(index_path(run, layer)) for layer in settings.network.layers}
    first = samples[settings.network.layers[0]]
    unreadable = stores.manifest(catalogue_path(run))["unreadable"]
    return {
        "title": settings.page.title,
        "run": settings.run,
        "layers": settings.network.layers,
        "map_names": list(settings.maps),
        "maps": maps,
        "classes": network["classes"],
        "network": {
            name: network[name] for name in ("name", "weights", "digest", "input_size", "layers")
        },
        "samples": first["count"],
        "skipped": unreadable + len(first["skipped"]),
        "agreement": {layer: index["agreement"] for layer, index in samples.items()},
        "settings": job.made_by["settings"],
        "versions": {
            "activation-atlas": __version__,
            **{name: version(name) for name in PACKAGES},
        },
    }

"""What the samples nearest to a cell's mean look like: patches of the real images."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from activation_atlas import stores
from activation_atlas.errors import AtlasError
from activation_atlas.images import Catalogue, Unreadable, open_catalogue
from activation_atlas.job import Job
from activation_atlas.paths import cells_path, exemplars_path, network_path, patches_path
from activation_atlas.progress import Progress
from activation_atlas.samples import open_samples


def cut_exemplars(job: Job, layer: str, map_name: str, side: int) -> dict:
    """Cut the patches of one grid's exemplars, tile by tile; return the manifest.

    Writes ``exemplars/<layer>/<map>/<side>/<tile>.zarr``, where tile i holds the cells
    [i * stores.cells, (i + 1) * stores.cells): patch (t, m, p, p, 3) uint8, the window of the image
    around the sampled position as the network saw it, black where there is none; image (t, m)
    int64 row of the catalogue, -1 where there is none. The manifest ``<side>.json`` seals them.

    Raises:
        AtlasError: the cells are not there, or an image can no longer be read.
    """
    run, settings, made_by = job.run, job.settings, job.made_by
    cells = cells_path(run, layer, map_name, side)
    tile, patch = settings.stores.cells, settings.cells.patch
    target = exemplars_path(run, layer, map_name, side)
    if stores.has_seal(target, made_by):
        return stores.manifest(target)
    exemplar = stores.read(cells)["exemplar"][:]
    image, centre = _views(run, layer, exemplar)
    catalogue = open_catalogue(run, settings.images)
    stores.remove(target)
    digests = []
    with (
        ThreadPoolExecutor(job.threads) as pool,
        Progress(f"patches of {layer}, {map_name}, {side}", len(exemplar), "cells") as progress,
    ):
        for number, start in enumerate(range(0, len(exemplar), tile)):
            these = slice(start, start + tile)
            path = patches_path(run, layer, map_name, side, number)
            if not stores.is_sealed(path, made_by):
                patches = _cut(catalogue, image[these], centre[these], patch, pool)
                stores.write(path, {"patch": patches, "image": image[these]}, made_by)
            digests.append(stores.manifest(path)["digest"])
            progress.advance(len(exemplar[these]))
    content = {
        "cells": len(exemplar),
        "digests": digests,
        "digest": stores.digest_of(digests),
    }
    return stores.write_manifest(target, content, made_by)


def _views(run: Path, layer: str, exemplar: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the image (k, m) int64 of each exemplar and the centre (k, m, 2) of its patch.

    A centre is (row, col) in pixels of the network's input: the middle of the sampled cell of
    the layer.
    """
    facts = stores.manifest(network_path(run))
    stride = facts["input_size"] / facts["layers"][layer]["height"]
    samples = open_samples(run, layer)
    image = np.full(exemplar.shape, -1, np.int64)
    centre = np.zeros((*exemplar.shape, 2))
    there = exemplar >= 0
    image[there] = samples.rows("image", exemplar[there])
    centre[there] = (samples.rows("position", exemplar[there]) + 0.5) * stride
    return image, centre


def _cut(
    catalogue: Catalogue, image: np.ndarray, centre: np.ndarray, side: int, pool: ThreadPoolExecutor
) -> np.ndarray:
    """Return the patches (t, m, side, side, 3) uint8 of a tile."""
    patches = np.zeros((*image.shape, side, side, 3), np.uint8)

    def one(place: tuple[int, int]) -> None:
        view = int(image[place])
        try:
            patches[place] = catalogue.patch(view, catalogue.size, *centre[place], side)
        except Unreadable as error:
            raise AtlasError(
                f"The image {catalogue.where(view)} was sampled but {error.reason} now: put it"
                " back, or run again from the catalogue on."
            ) from None

    places = np.argwhere(image >= 0)
    ordered = places[np.argsort(image[image >= 0], kind="stable")]
    for _ in pool.map(one, map(tuple, ordered)):
        pass
    return patches

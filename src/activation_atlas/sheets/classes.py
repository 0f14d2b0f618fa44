"""The sheet of class pictures: a row a recipe, a column a class."""

from pathlib import Path

import numpy as np

from activation_atlas import stores
from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.encoding import numbers, png
from activation_atlas.job import Job
from activation_atlas.networks import Network, load_network
from activation_atlas.networks.labels import class_names
from activation_atlas.optimize.objectives import logit
from activation_atlas.paths import class_pictures_path, class_sheet_path, network_path
from activation_atlas.progress import log, track
from activation_atlas.recipes import find
from activation_atlas.recipes.facts import facts
from activation_atlas.recipes.pictures import Order, render
from activation_atlas.settings import RunSettings
from activation_atlas.sheets.subjects import subjects


def render_classes(job: Job, recipe: str) -> dict:
    """Make one recipe's pictures of the config's classes; return the store's manifest.

    The store holds ``image`` (classes, size, size, 3) uint8, ``curve`` (classes, steps) float32
    and ``class`` (classes,) int32.

    Raises:
        AtlasError: the recipe, the network or a class can't be had, or the size is too small.
    """
    chosen, settings = find(recipe), job.settings
    network = load_network(settings.network, settings.device, [])
    classes = _classes(network, settings)
    size = settings.classes.size or network.input_size
    made_by = job.made_by | facts(network, settings.network.weights, [chosen], settings.seed)
    made_by |= {"classes": classes, "size": size}
    path = class_pictures_path(job.run, recipe)
    if stores.is_sealed(path, made_by):
        return stores.manifest(path)
    names = [("class", index) for index in classes]
    order = Order(classes, logit, names, size, size, settings.seed)
    rendered = render(network, chosen, order)
    made = list(track(rendered, f"classes by {recipe}", len(classes), "pictures"))
    arrays = {
        "image": np.stack([picture.image for picture in made]),
        "curve": np.stack([picture.curve for picture in made]),
        "class": np.array(classes, np.int32),
    }
    return stores.write(path, arrays, made_by)


def write_sheet(job: Job) -> Path:
    """Write ``classes/sheet.png`` and ``classes/sheet.json``; return the picture's path.

    Raises:
        AtlasError: a recipe's pictures are missing, or the class names can't be had.
    """
    run, recipes = job.run, job.settings.classes.recipes
    paths = {name: class_pictures_path(run, name) for name in recipes}
    manifests = {name: stores.manifest(path) for name, path in paths.items()}
    groups = {name: stores.read(path) for name, path in paths.items()}
    first = manifests[recipes[0]]["made_by"]
    names = stores.manifest(network_path(run))["classes"]
    shown = [names[index] for index in first["classes"]]
    picture = sheet(
        "What excites a class most, by the methods of several papers",
        [[Panel(image) for image in group["image"][...]] for group in groups.values()],
        list(groups),
        shown,
        f"{first['network']['name']}, weights {first['network']['digest'][:8]}"
        f" · seed {first['seed']} · {first['size']} pixels",
    )
    target = class_sheet_path(run)
    stores.write_file(target.with_suffix(".png"), png(picture))
    content = {
        "classes": shown,
        "curves": {
            name: dict(zip(shown, map(numbers, group["curve"][...])))
            for name, group in groups.items()
        },
        "digest": stores.digest({"image": np.asarray(picture)}),
    }
    told = {name: manifest["made_by"] for name, manifest in manifests.items()}
    stores.write_manifest(target, content, job.made_by | {"recipes": told})
    log.info("sheet: %s", target.with_suffix(".png"))
    return target.with_suffix(".png")


def _classes(network: Network, settings: RunSettings) -> list[int]:
    names = class_names(network.classes, settings.network.classes)
    return subjects(names, settings.classes.classes)

"""Dreams of a run: on photos, by layer and guided, and a journey from noise as GIF and MP4."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from activation_atlas import stores
from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.encoding import numbers, png
from activation_atlas.images.clip import gif, mp4
from activation_atlas.images.whole import fitted, whole_photo
from activation_atlas.job import Job
from activation_atlas.networks import Network
from activation_atlas.optimize.objectives import Objective, half_square
from activation_atlas.paths import dreams_path
from activation_atlas.progress import Progress, log, track
from activation_atlas.recipes.deepdream import DEEPDREAM, dream, guide_by, noise, zoom_loop
from activation_atlas.recipes.facts import facts
from activation_atlas.recipes.pictures import Picture
from activation_atlas.recipes.recipe import Recipe
from activation_atlas.settings import DreamsSettings, RunSettings
from activation_atlas.sheets.collection import check_names, write_collection
from activation_atlas.sheets.studio import Studio


def make_dreams(job: Job) -> dict:
    """Write the run's dreams; return what ``dreams/dreams.json`` says, which comes last.

    Each photo's dreams are PNG files named by photo and layer, ``sheet.png`` shows them side by
    side, ``noise.gif`` and ``noise.mp4`` are the journey.

    Raises:
        AtlasError: a photo can't be read or is too small, or the network or a layer can't be had.
    """
    settings = job.settings
    wanted, folder = settings.dreams, dreams_path(job.run)
    studio = Studio(job.run, settings)
    layers = wanted.layers or list(studio.layers[:2])
    network, recipe = (
        studio.network(layers),
        DEEPDREAM.with_steps(len(DEEPDREAM.stages) * wanted.steps),
    )
    check_names(map(_name, wanted.photos))
    photos = {
        _name(photo): fitted(whole_photo(photo, settings.images.max_pixels), wanted.size)
        for photo in wanted.photos
    }
    objectives = _objectives(network, layers, settings)
    dreamt = _on_photos(network, recipe, photos, objectives, settings.seed)
    rows = [
        [Panel(photos[name]), *(Panel(picture.image) for picture in row)]
        for name, row in dreamt.items()
    ]
    drawn = sheet(
        "Dreams on photos",
        rows,
        list(photos),
        ["photo", *objectives],
        studio.note(recipe),
    )
    by_name = {
        f"{name}-{label}".replace(" ", "-"): picture
        for name, row in dreamt.items()
        for label, picture in zip(objectives, row)
    }
    pictures = {
        f"{name}.png": png(Image.fromarray(picture.image)) for name, picture in by_name.items()
    }
    journey = _journey(network, recipe, layers[-1], wanted, settings.seed)
    frames = [picture.image for picture in journey]
    clips = {"noise.gif": gif(frames, wanted.rate), "noise.mp4": mp4(frames, wanted.rate)}
    files = pictures | {"sheet.png": png(drawn)} | clips
    made_by = job.made_by | facts(network, settings.network.weights, [recipe], settings.seed)
    made_by |= {"layers": layers}
    digests = {"photos": stores.digest(photos), "frames": stores.digest({"f": np.stack(frames)})}
    curves = {name: numbers(picture.curve) for name, picture in by_name.items()}
    curves["noise"] = numbers(np.concatenate([picture.curve for picture in journey]))
    written = write_collection(folder, files, made_by | digests | {"curves": curves})
    log.info("dreams: %s", folder / "sheet.png")
    return written


def _name(photo: str) -> str:
    return Path(photo).stem


def _objectives(
    network: Network, layers: Sequence[str], settings: RunSettings
) -> dict[str, Objective]:
    """Return what is dreamt of, by its label: each layer, and the guide in the last one."""
    objectives = {layer: half_square(layer) for layer in layers}
    wanted = settings.dreams
    if wanted.guide is None:
        return objectives
    guide = fitted(whole_photo(wanted.guide, settings.images.max_pixels), network.input_size)
    label = f"{layers[-1]} guided by {_name(wanted.guide)}"
    return objectives | {label: guide_by(network, layers[-1], guide)}


def _on_photos(
    network: Network,
    recipe: Recipe,
    photos: Mapping[str, np.ndarray],
    objectives: Mapping[str, Objective],
    seed: int,
) -> dict[str, list[Picture]]:
    with Progress("dreams on photos", len(photos) * len(objectives), "pictures") as progress:

        def made(name: str, photo: np.ndarray, label: str, objective: Objective) -> Picture:
            picture = dream(network, photo, objective, recipe, (name, label), seed)
            progress.advance()
            return picture

        return {
            name: [made(name, photo, *each) for each in objectives.items()]
            for name, photo in photos.items()
        }


def _journey(
    network: Network, recipe: Recipe, layer: str, wanted: DreamsSettings, seed: int
) -> list[Picture]:
    start = noise(wanted.clip_size, wanted.clip_size, seed)
    objective = half_square(layer)
    frames = zoom_loop(network, start, objective, wanted.frames, recipe, wanted.zoom, seed)
    return list(track(frames, "dream from noise", wanted.frames, "frames"))

"""Classes out of noise, with a learned prior of natural images and without (Mordvintsev 2015)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.figures.figure import Figure
from activation_atlas.optimize.objectives import PatchMixture, SpectrumPrior, logit
from activation_atlas.recipes.mordvintsev2015 import NO_PRIOR, PRIOR, with_patches
from activation_atlas.recipes.pictures import Order, Picture, render
from activation_atlas.recipes.recipe import Recipe
from activation_atlas.seeds import generator
from activation_atlas.sheets.studio import Studio

CORPUS = ("astronaut", "chelsea", "china", "coffee", "flower", "motorcycle", "rocket")
"""Sample photos that the mixture of patches is learned from: the colourful ones of things."""
SHOWN = ("dalmatian", "screw", "saxophone", "pelican")
STARTS = 4
"""Number of pictures of the dumbbell, each from its own noise."""


def banana(studio: Studio) -> Figure:
    """Return figure 15: from noise to a banana, by prior."""
    (index,) = studio.classes("banana")
    photos = [studio.photo(name) for name in CORPUS]
    mixture = PatchMixture.fit(photos, generator("patch prior", studio.seed))
    recipes = {
        "no prior": _alike(NO_PRIOR),
        "spectrum and colours of natural images": _alike(PRIOR),
        "patches of photos": _alike(with_patches(SpectrumPrior.natural(), mixture)),
    }
    made = {
        label: _rendered(studio, recipe, [index], [0], snapshots=(0, *_ends(recipe)))[0]
        for label, recipe in recipes.items()
    }
    heads = ["noise", *(f"{steps} steps" for steps in _ends(NO_PRIOR))]
    title = f"From noise to a {studio.class_names[index]}"
    return Figure(
        15,
        title,
        "The same noise led to the same class, without a prior and with two: a Gaussian of the"
        " spectrum and colours of natural images, and a mixture of 8 × 8 patches, learned from"
        f" sample photos ({', '.join(CORPUS)}). Without one the network is content with"
        " patterns of which no natural image consists.",
        sheet(
            title,
            [[Panel(image) for image in _stages(picture)] for picture in made.values()],
            list(made),
            heads,
            studio.note(*recipes.values()),
        ),
        studio.facts(*recipes.values(), photos=CORPUS, classes=[index], size=studio.size),
        {label: picture.curve for label, picture in made.items()},
    )


def classes(studio: Studio) -> Figure:
    """Return figure 16: several classes with the prior, and without."""
    indices = studio.classes(*SHOWN)
    made = {
        label: _rendered(studio, recipe, indices, [0] * len(indices))
        for label, recipe in _with_and_without().items()
    }
    labels = [studio.label(index) for index in indices]
    caption = (
        "Each class from its own noise. The prior, a Gaussian of the spectrum and colours of"
        " natural images, decides what the network leaves open: colours, smoothness, contrast."
    )
    return _pairs(studio, 16, "Classes with a learned prior", caption, made, labels, indices)


def dumbbell(studio: Studio) -> Figure:
    """Return figure 17: one class from several starts: what belongs to it in the network's view."""
    (index,) = studio.classes("dumbbell")
    indices, starts = [index] * STARTS, list(range(STARTS))
    made = {
        label: _rendered(studio, recipe, indices, starts)
        for label, recipe in _with_and_without().items()
    }
    labels = [f"start {number + 1}" for number in starts]
    title = f"{studio.label(index).capitalize()} from several starts"
    caption = (
        "The network of the paper drew an arm to every dumbbell: it had hardly seen one without."
        " Whatever comes along here in several pictures belongs to the class in this network's"
        " view, too."
    )
    return _pairs(studio, 17, title, caption, made, labels, [index])


def _alike(recipe: Recipe) -> Recipe:
    """Return a recipe that begins as all recipes of these figures do."""
    return replace(recipe, seeded_as=PRIOR.name)


def _with_and_without() -> dict[str, Recipe]:
    return {"with prior": _alike(PRIOR), "without prior": _alike(NO_PRIOR)}


def _rendered(
    studio: Studio,
    recipe: Recipe,
    indices: Sequence[int],
    starts: Sequence[int],
    snapshots: Sequence[int] = (),
) -> list[Picture]:
    names = [("class", index, start) for index, start in zip(indices, starts)]
    side = studio.size
    order = Order(indices, logit, names, side, side, studio.seed, snapshots=snapshots)
    return list(render(studio.network(), recipe, order))


def _ends(recipe: Recipe) -> list[int]:
    """Return after how many steps each stage ends."""
    return np.cumsum([stage.steps for stage in recipe.stages]).tolist()


def _stages(picture: Picture) -> list[np.ndarray]:
    """Return the noise, and the picture after each octave, enlarged for the next one."""
    return [picture.snapshots[step] for step in sorted(picture.snapshots)]


def _pairs(
    studio: Studio,
    number: int,
    title: str,
    caption: str,
    made: Mapping[str, Sequence[Picture]],
    labels: Sequence[str],
    indices: Sequence[int],
) -> Figure:
    """Return a figure with a row with prior and one without."""
    recipes = _with_and_without().values()
    rows = [[Panel(picture.image) for picture in row] for row in made.values()]
    curves = {
        f"{label}, {prior}": picture.curve
        for prior, row in made.items()
        for label, picture in zip(labels, row)
    }
    return Figure(
        number,
        title,
        caption,
        sheet(title, rows, list(made), labels, studio.note(*recipes)),
        studio.facts(*recipes, classes=list(indices), size=studio.size),
        curves,
    )

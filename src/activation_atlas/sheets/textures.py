"""Textures of a run: sources and syntheses side by side, on the way and finished."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from activation_atlas import stores
from activation_atlas.drawing.curves import plotted
from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.encoding import numbers, png
from activation_atlas.job import Job
from activation_atlas.paths import textures_path
from activation_atlas.progress import Progress, log
from activation_atlas.settings import TexturesSettings, plain
from activation_atlas.sheets.collection import check_names, write_collection
from activation_atlas.sheets.studio import Studio
from activation_atlas.textures.facts import facts, note
from activation_atlas.textures.sources import check_regions, load_source
from activation_atlas.textures.synthesis import Synthesis
from activation_atlas.textures.texture import make_textures, with_defaults

Made = Mapping[str, Sequence[Synthesis]]
"""The textures of each source, by its label."""


def write_textures(job: Job) -> dict:
    """Write the run's textures; return what ``textures/textures.json`` says, which comes last.

    ``gravel-source.png`` is what gravel is made from, ``gravel.png`` the texture (``gravel-2.png``
    a second sample), ``gravel-after-10.png`` it after 10 steps, ``sheet.png`` all side by side,
    ``loss.png`` the way there.

    Raises:
        AtlasError: a source can't be had or is too small, two have the same name, or the network,
            a layer or the device can't be had.
    """
    settings = job.settings
    wanted, studio = settings.textures, Studio(job.run, settings)
    check_regions(wanted)
    names = [Path(name).stem for name in wanted.sources]
    check_names(_files_of(names, wanted))
    sources = {
        label: load_source(name, wanted, settings.images.max_pixels)
        for label, name in zip(names, wanted.sources)
    }
    made = _made(studio, sources)
    title = "Textures by Gram matrices"
    rows = [_row(sources[label], samples) for label, samples in made.items()]
    foot = note(studio.features, settings.texture_network, settings.seed)
    files = _pictures(sources, made)
    files["sheet.png"] = png(sheet(title, rows, list(sources), note=foot))
    curves = {name: one.curve for name, one in _named(made).items()}
    files["loss.png"] = plotted(f"{title}: loss", curves, "loss", log=True)
    made_by = job.made_by | facts(
        studio.features,
        settings.texture_network,
        settings.seed,
        textures=plain(with_defaults(wanted, settings.texture_network)),
        curves={name: numbers(curve) for name, curve in curves.items()},
        digests={name: stores.digest({"image": one.image}) for name, one in _named(made).items()},
        sources={name: stores.digest({"image": image}) for name, image in sources.items()},
    )
    written = write_collection(textures_path(job.run), files, made_by)
    log.info("textures: %s", textures_path(job.run) / "sheet.png")
    return written


def _made(studio: Studio, sources: Mapping[str, np.ndarray]) -> Made:
    wanted, filters = studio.settings.textures, studio.settings.texture_network
    total = len(sources) * wanted.samples * wanted.octaves * wanted.steps
    with Progress("textures", total, "steps") as progress:
        return {
            label: make_textures(
                studio.features,
                source,
                wanted,
                filters,
                label,
                studio.seed,
                progress.advance,
            )
            for label, source in sources.items()
        }


def _row(source: np.ndarray, samples: Sequence[Synthesis]) -> list[Panel]:
    """Return a source, its first texture on the way, and all of its textures."""
    snapshots = [
        Panel(image, f"after {step} steps") for step, image in sorted(samples[0].snapshots.items())
    ]
    steps = len(samples[0].curve)
    finished = [Panel(one.image, f"texture, {steps} steps") for one in samples]
    return [Panel(source, "source"), *snapshots, *finished]


def _named(made: Made) -> dict[str, Synthesis]:
    """Return every texture by what its file is called."""
    return {
        label if number == 1 else f"{label}-{number}": one
        for label, samples in made.items()
        for number, one in enumerate(samples, 1)
    }


def _pictures(sources: Mapping[str, np.ndarray], made: Made) -> dict[str, bytes]:
    images = {f"{label}-source": source for label, source in sources.items()}
    for name, one in _named(made).items():
        images[name] = one.image
        images |= {f"{name}-after-{step}": image for step, image in one.snapshots.items()}
    return {f"{name}.png": png(Image.fromarray(image)) for name, image in images.items()}


def _files_of(labels: Iterable[str], wanted: TexturesSettings) -> Iterator[str]:
    """Yield what the files of these sources and textures are called, and those beside them."""
    yield from ("sheet", "loss")
    for label in labels:
        for number in range(1, wanted.samples + 1):
            name = label if number == 1 else f"{label}-{number}"
            yield from (name, *(f"{name}-after-{step}" for step in wanted.snapshots))
        yield f"{label}-source"

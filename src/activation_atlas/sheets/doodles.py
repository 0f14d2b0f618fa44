"""The landscape by mask of a run: the picture, what it was painted by, and its regions."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from activation_atlas import stores
from activation_atlas.drawing.curves import plotted
from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.encoding import numbers, png
from activation_atlas.job import Job
from activation_atlas.paths import doodles_path
from activation_atlas.progress import log
from activation_atlas.sheets.collection import write_collection
from activation_atlas.sheets.studio import Studio
from activation_atlas.textures.doodle import Doodle, make_doodle
from activation_atlas.textures.facts import note
from activation_atlas.textures.masks import named

PARTS = {
    "photo": "style",
    "mask": "regions of the style",
    "target_mask": "regions to paint",
    "content": "forms to keep",
}
"""What a sketch's pictures are labelled."""


def make_doodles(job: Job) -> dict:
    """Write the run's landscape by mask; return what ``doodles/doodles.json`` says.

    ``result.png`` is the picture, ``result-10.png`` the one after 10 steps, ``regions.png`` shows
    region by region how it follows the style, ``sheet.png`` all beside what it was painted by,
    ``loss.png`` the way there.

    Raises:
        AtlasError: see :func:`make_doodle`; the network or the device can't be had.
    """
    settings = job.settings
    studio, folder = Studio(job.run, settings), doodles_path(job.run)
    max_pixels = settings.images.max_pixels
    doodle = make_doodle(
        studio.features, settings.doodles, settings.texture_network, max_pixels, settings.seed
    )
    foot = note(studio.features, settings.texture_network, settings.seed)
    files = {f"{name}.png": png(Image.fromarray(image)) for name, image in _pictures(doodle)}
    files["sheet.png"] = png(sheet("A landscape by mask", [panels(doodle)], note=foot))
    files["regions.png"] = png(regions_sheet(doodle, foot))
    curves = {"landscape by mask": doodle.picture.curve}
    files["loss.png"] = plotted("Loss of the landscape by mask", curves, "loss", log=True)
    made_by = (
        job.made_by
        | doodle.facts
        | {
            "curve": numbers(doodle.picture.curve),
            "colours": [named(colour) for colour in doodle.regions.colours],
            "distances": [numbers(row) for row in doodle.distances],
            "digest": stores.digest({"image": doodle.picture.image}),
        }
    )
    written = write_collection(folder, files, made_by)
    log.info("landscape by mask: %s", folder / "sheet.png")
    return written


def panels(doodle: Doodle) -> list[Panel]:
    """Return the pictures that a doodle was painted by, and the doodle itself."""
    sketch = vars(doodle.sketch)
    shown = [
        Panel(sketch[name], label) for name, label in PARTS.items() if sketch[name] is not None
    ]
    return [*shown, Panel(doodle.picture.image, "result")]


def regions_sheet(doodle: Doodle, foot: str) -> Image.Image:
    """Return a sheet of the style's regions above those of the result, each alone.

    Beneath stand how far each of the result is from its own one of the style and from the nearest
    of the others, by their Gram matrices.
    """
    regions = doodle.regions
    labels = [_told(row, number) for number, row in enumerate(doodle.distances)]
    above = [Panel(_alone(doodle.sketch.photo, mask.numpy())) for mask in regions.source]
    below = [
        Panel(_alone(doodle.picture.image, mask.numpy()), label)
        for mask, label in zip(regions.target, labels)
    ]
    heads = [named(colour) for colour in regions.colours]
    return sheet("Region by region", [above, below], ["style", "result"], heads, foot)


def _pictures(doodle: Doodle) -> Sequence[tuple[str, np.ndarray]]:
    sketch = [
        (name.replace("_", "-"), image)
        for name, image in vars(doodle.sketch).items()
        if image is not None
    ]
    snapshots = [(f"result-{step}", image) for step, image in doodle.picture.snapshots.items()]
    return [*sketch, *snapshots, ("result", doodle.picture.image)]


def _alone(image: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return an image (h, w, 4) that is transparent outside a mask (h, w)."""
    return np.dstack([image, (255 * mask).astype(np.uint8)])


def _told(distances: np.ndarray, number: int) -> str:
    own, others = distances[number], np.delete(distances, number)
    if np.isnan(own):
        return "not asked for"
    if not len(others):
        return f"{own:.2f} from the style"
    return f"{own:.2f} from this one, at least {np.nanmin(others):.2f} from others"

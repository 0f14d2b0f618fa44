"""The style transfers of a run: every photo in every style, or in a blend of all."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from activation_atlas import stores
from activation_atlas.drawing.curves import plotted
from activation_atlas.drawing.panel import Panel, sheet
from activation_atlas.encoding import numbers, png
from activation_atlas.job import Job
from activation_atlas.paths import styles_path
from activation_atlas.progress import Progress, log
from activation_atlas.settings import StylesSettings, plain
from activation_atlas.sheets.collection import check_names, write_collection
from activation_atlas.sheets.studio import Studio
from activation_atlas.textures.facts import facts, note
from activation_atlas.textures.pictures import Picture, load_picture
from activation_atlas.textures.style import make_style
from activation_atlas.textures.style_defaults import with_defaults
from activation_atlas.textures.synthesis import Synthesis


@dataclass(frozen=True)
class Transfers:
    """Photos and styles, and what came of them.

    Attributes:
        photos: Photos that were painted.
        styles: Styles in which they were.
        settings: With nothing left open.
        made: Paintings by photo and style, or by photo and "blend".
    """

    photos: Sequence[Picture]
    styles: Sequence[Picture]
    settings: StylesSettings
    made: dict[tuple[str, str], Synthesis]


def make_styles(job: Job) -> dict:
    """Write the run's style transfers; return what ``styles/styles.json`` says.

    ``china-strokes.png`` is photo china in style strokes, ``china-strokes-10.png`` the same after
    10 steps, ``style-strokes.png`` the style itself, ``sheet.png`` shows all side by side,
    ``loss.png`` the way there.

    Raises:
        AtlasError: see :func:`make_style`; a picture, the network or the device can't be had, or
            two pictures have one name.
    """
    settings = job.settings
    studio, folder = Studio(job.run, settings), styles_path(job.run)
    done = transfer(studio, settings.styles)
    foot = note(studio.features, settings.texture_network, settings.seed)
    files = {}
    for (photo, style), made in done.made.items():
        images = {"": made.image} | {f"-{step}": made.snapshots[step] for step in made.snapshots}
        for suffix, image in images.items():
            files[f"{photo}-{style}{suffix}.png"] = png(Image.fromarray(image))
    for style in done.styles:
        files[f"style-{style.name}.png"] = png(Image.fromarray(style.image))
    files["sheet.png"] = png(grid(done, "Photos in the style of other pictures", foot))
    curves = {f"{photo} · {style}": made.curve for (photo, style), made in done.made.items()}
    files["loss.png"] = plotted("Loss of the style transfers", curves, "loss", log=True)
    made_by = job.made_by | told(studio, done.settings, [*done.photos, *done.styles])
    made_by["pictures"] = {
        f"{photo}-{style}": {
            "digest": stores.digest({"image": made.image}),
            "curve": numbers(made.curve),
        }
        for (photo, style), made in done.made.items()
    }
    written = write_collection(folder, files, made_by)
    log.info("styles: %s", folder / "sheet.png")
    return written


def transfer(studio: Studio, wanted: StylesSettings) -> Transfers:
    """Return every photo in every style, or in all at once where the settings blend them.

    Raises:
        AtlasError: see :func:`make_styles`.
    """
    filters, seed = studio.settings.texture_network, studio.seed
    settings = with_defaults(wanted, filters)
    photos = load_pictures(studio, settings.photos, settings.size)
    styles = load_pictures(studio, settings.styles, settings.source_size)
    groups = {style.name: [style] for style in styles}
    if settings.blend is not None:
        groups = {"blend": styles}
    steps = len(photos) * len(groups) * settings.octaves * settings.steps
    with Progress("style transfer", steps, "steps") as progress:
        made = {
            (photo.name, name): make_style(
                studio.features, photo, group, settings, filters, seed, progress.advance
            )
            for photo in photos
            for name, group in groups.items()
        }
    return Transfers(photos, styles, settings, made)


def told(
    studio: Studio, settings: StylesSettings, pictures: Sequence[Picture]
) -> dict[str, object]:
    """Return what decides style transfers, JSON values, with the digests of their pictures."""
    sources = {each.name: stores.digest({"image": each.image}) for each in pictures}
    filters = studio.settings.texture_network
    return facts(studio.features, filters, studio.seed, styles=plain(settings), sources=sources)


def grid(done: Transfers, title: str, foot: str) -> Image.Image:
    """Return a sheet: styles above, photos on the left; or each photo, the styles, their blend."""
    if done.settings.blend is not None:
        parts = [
            Panel(style.image, f"{share:g} × {style.name}")
            for style, share in zip(done.styles, done.settings.blend)
        ]
        blends = [found.image for found in done.made.values()]
        rows = [
            [Panel(photo.image, photo.name), *parts, Panel(image, "blend")]
            for photo, image in zip(done.photos, blends)
        ]
        return sheet(title, rows, note=foot)
    rows = [[None, *(Panel(style.image) for style in done.styles)]]
    for photo in done.photos:
        images = [done.made[photo.name, style.name].image for style in done.styles]
        rows.append([Panel(photo.image), *map(Panel, images)])
    heads = ["photo", *(style.name for style in done.styles)]
    return sheet(title, rows, ["style", *(photo.name for photo in done.photos)], heads, foot)


def load_pictures(studio: Studio, names: Sequence[str], longest: int) -> list[Picture]:
    """Return pictures by name.

    Raises:
        AtlasError: one can't be had, or two have one name.
    """
    max_pixels = studio.settings.images.max_pixels
    found = [load_picture(name, longest, max_pixels, studio.seed) for name in names]
    check_names(each.name for each in found)
    return found

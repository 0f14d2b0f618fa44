"""A layer's channels for the page of the dictionaries: sprites in one sheet, examples in strips."""

from pathlib import Path

from activation_atlas import stores
from activation_atlas.dictionaries.sprites import arranged, read
from activation_atlas.paths import channels_data_path, examples_path, sprites_path
from activation_atlas.progress import track
from activation_atlas.settings import RunSettings
from activation_atlas.viewer import sheets
from activation_atlas.viewer.built import DICTIONARIES_FORM

CROP = 144  # pixels of an example at most


def export_channels(run: Path, layer: str, settings: RunSettings) -> dict:
    """Write ``sprites.webp`` and ``examples/CHANNEL.webp`` of a layer; return their manifest.

    Returns:
        ``channels``, ``columns`` of the sheet, and ``examples``, how many each channel has.

    Raises:
        AtlasError: sprites or examples were not made, or the disk is full.
    """
    target = channels_data_path(run, layer)
    sprites, examples = sprites_path(run, layer), examples_path(run, layer)
    quality = settings.page.quality
    made_by = {
        "form": DICTIONARIES_FORM,
        "quality": quality,
        "sprites": stores.manifest(sprites)["digest"],
        "examples": stores.manifest(examples)["digest"],
    }
    if stores.is_sealed(target, made_by):
        return stores.manifest(target)
    grid = arranged(read(run, layer).icon)
    with stores.folder(target) as folder:
        sheets.write(folder / "sprites.webp", grid, quality)
        shown = _write_examples(folder / "examples", examples, layer, quality)
    content = {"channels": len(shown), "columns": grid.shape[1], "examples": shown}
    return stores.write_manifest(target, content, made_by)


def _write_examples(folder: Path, path: Path, layer: str, quality: int) -> list[int]:
    """Write a strip a channel; return how many examples each has."""
    store = stores.read(path)
    crops = store["crop"]
    side = min(CROP, crops.shape[2])
    count = (store["view"][:] >= 0).sum(1)
    starts = range(0, crops.shape[0], crops.chunks[0])
    for start in track(starts, f"examples of {layer}", len(starts), "chunks"):
        for channel, strip in enumerate(crops[start : start + starts.step], start):
            kept = strip[: count[channel]]
            if len(kept):
                small = sheets.shrunk(kept[None], side, side)
                sheets.write(folder / f"{channel}.webp", small, quality)
    return count.tolist()

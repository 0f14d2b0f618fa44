"""Where everything of a run lies, from names alone: no file needs to exist yet.

A path that ends in ``.zarr`` is a store's; what has no ending is a folder's, or one of several
files that differ in their endings. The JSON manifest beside it, which seals it, is
:func:`manifest_path` of it. Names may be wildcards of the workflow.
"""

from pathlib import Path

DATA = "index.data"
"""Folder of the data of the dictionaries' page; no image's folder has a name with a dot."""


def manifest_path(path: Path) -> Path:
    """Return where a manifest lies: ``NAME.zarr`` and ``NAME.parquet`` have ``NAME.json``."""
    path = Path(path)
    stem = path.name
    for ending in (".zarr", ".parquet", ".json"):
        stem = stem.removesuffix(ending)
    return path.with_name(f"{stem}.json")


def run_path(name: str) -> Path:
    """Return the folder of a run's results."""
    return Path("results") / name


def network_path(run: Path) -> Path:
    """Return the store name whose manifest describes the network."""
    return Path(run) / "network.zarr"


def catalogue_path(run: Path) -> Path:
    """Return the table of the images."""
    return Path(run) / "images" / "catalogue.parquet"


def unreadable_path(run: Path) -> Path:
    """Return the list of what could not be read."""
    return Path(run) / "images" / "unreadable.tsv"


def samples_part_path(run: Path, part: int | str) -> Path:
    """Return the store name whose manifest says that a part of the images is sampled."""
    return Path(run) / "samples" / "parts" / f"{part}.zarr"


def shard_path(run: Path, layer: str, shard: int) -> Path:
    """Return the store of one layer's activations of one shard of images."""
    return Path(run) / "samples" / layer / f"{shard:05d}.zarr"


def index_path(run: Path, layer: str) -> Path:
    """Return the store name whose manifest lists all shards of a layer."""
    return Path(run) / "samples" / layer / "index.zarr"


def moments_path(run: Path, layer: str) -> Path:
    """Return the store of a layer's mean and second moment."""
    return Path(run) / "samples" / layer / "moments.zarr"


def neighbours_path(run: Path, layer: str, subset: str) -> Path:
    """Return the store of a layer's nearest neighbours."""
    return Path(run) / "neighbours" / layer / f"{subset}.zarr"


def layout_path(run: Path, layer: str, map_name: str) -> Path:
    """Return the store of a layer's layout."""
    return Path(run) / "layout" / layer / f"{map_name}.zarr"


def plot_path(run: Path, layer: str, map_name: str) -> Path:
    """Return the picture of a layout's points."""
    return Path(run) / "layout" / layer / f"{map_name}.png"


def quality_path(run: Path, layer: str, map_name: str) -> Path:
    """Return the measures of how faithful a layout is.

    A map's own name holds no dot, so that this is no other map's manifest.
    """
    return Path(run) / "layout" / layer / f"{map_name}.quality.json"


def cells_path(run: Path, layer: str, map_name: str, side: int | str) -> Path:
    """Return the store of one grid's cells."""
    return Path(run) / "cells" / layer / map_name / f"{side}.zarr"


def exemplars_path(run: Path, layer: str, map_name: str, side: int | str) -> Path:
    """Return the store name whose manifest says that all patches of one grid are cut."""
    return Path(run) / "exemplars" / layer / map_name / f"{side}.zarr"


def patches_path(run: Path, layer: str, map_name: str, side: int, store: int) -> Path:
    """Return one store of the patches of a grid: of its cells [store * n, (store + 1) * n)."""
    return exemplars_path(run, layer, map_name, side).with_suffix("") / f"{store:04d}.zarr"


def icons_path(run: Path, layer: str, map_name: str, side: int, store: int) -> Path:
    """Return one store of the icons of a grid: of its cells [store * n, (store + 1) * n)."""
    return Path(run) / "icons" / layer / map_name / str(side) / f"{store:04d}.zarr"


def icons_part_path(run: Path, layer: str, map_name: str, side: int | str, part: int | str) -> Path:
    """Return the store name whose manifest says that a part of a grid's icons is done."""
    return Path(run) / "icons" / layer / map_name / str(side) / "parts" / f"{part}.zarr"


def atlas_path(run: Path) -> Path:
    """Return the folder of the atlas's page."""
    return Path(run) / "atlas"


def map_path(run: Path, layer: str, map_name: str) -> Path:
    """Return the folder of one map's page data."""
    return atlas_path(run) / "maps" / layer / map_name


def export_path(run: Path, layer: str, map_name: str, side: int) -> Path:
    """Return the picture of a whole grid."""
    return atlas_path(run) / "exports" / f"{layer}-{map_name}-{side}.png"


def sprite_path(run: Path, layer: str, first: int) -> Path:
    """Return the store of the sprites of a layer whose channels begin at `first`."""
    return Path(run) / "sprites" / layer / f"{first:05d}.zarr"


def sprites_part_path(run: Path, layer: str, part: int | str) -> Path:
    """Return the store name whose manifest says that a part of a layer's sprites is done."""
    return Path(run) / "sprites" / layer / "parts" / f"{part}.zarr"


def sprites_path(run: Path, layer: str) -> Path:
    """Return the folder of a layer's sprites, whose manifest tells of them all."""
    return Path(run) / "sprites" / layer


def sheet_path(run: Path, layer: str) -> Path:
    """Return the picture of all sprites of a layer."""
    return Path(run) / "sprites" / f"{layer}.png"


def examples_path(run: Path, layer: str) -> Path:
    """Return the store of the dataset examples of a layer's channels."""
    return Path(run) / "examples" / f"{layer}.zarr"


def dictionaries_path(run: Path) -> Path:
    """Return the folder of the dictionaries and of their page."""
    return Path(run) / "dictionaries"


def dictionary_path(run: Path, image: str, layer: str) -> Path:
    """Return the store of what an image, by its name, is to a layer."""
    return dictionaries_path(run) / image / f"{layer}.zarr"


def channels_data_path(run: Path, layer: str) -> Path:
    """Return the folder of the page's pictures of a layer's channels."""
    return dictionaries_path(run) / DATA / "layers" / layer


def image_data_path(run: Path, image: str) -> Path:
    """Return the folder of the page's data of an image."""
    return dictionaries_path(run) / DATA / "images" / image


def class_pictures_path(run: Path, recipe: str) -> Path:
    """Return the store of a recipe's class pictures."""
    return Path(run) / "classes" / f"{recipe}.zarr"


def class_sheet_path(run: Path) -> Path:
    """Return where the sheet of class pictures lies, without the ending."""
    return Path(run) / "classes" / "sheet"


def neurons_path(run: Path, layer: str) -> Path:
    """Return the store of a layer's channels; their sheet has the ending ``.png``."""
    return Path(run) / "neurons" / f"{layer}.zarr"


def dreams_path(run: Path) -> Path:
    """Return the folder of the dreams."""
    return Path(run) / "dreams"


def textures_path(run: Path) -> Path:
    """Return the folder of the textures."""
    return Path(run) / "textures"


def styles_path(run: Path) -> Path:
    """Return the folder of the style transfers."""
    return Path(run) / "styles"


def doodles_path(run: Path) -> Path:
    """Return the folder of the landscape by mask."""
    return Path(run) / "doodles"


def figures_path(run: Path) -> Path:
    """Return the folder of the figures and of the page that shows them."""
    return Path(run) / "figures"


def figure_path(folder: Path, number: int | str) -> Path:
    """Return where a figure lies, without the ending: ``.png`` and ``.json``."""
    return Path(folder) / f"figure-{number:0>2}"


def curves_path(folder: Path, number: int) -> Path:
    """Return the plot of a figure's objective curves; not every figure has one."""
    return Path(folder) / f"figure-{number:0>2}-curves.png"

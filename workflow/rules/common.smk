import fcntl
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from activation_atlas import settings
from activation_atlas.settings.derived import dictionary_images, dictionary_layers
from activation_atlas.errors import AtlasError
from activation_atlas.figures import catalogue
from activation_atlas.settings.derived import neurons_layer
from activation_atlas.settings.derived import maps_of, subset_of
from activation_atlas.viewer import built as viewer


def settings_of(config: dict) -> tuple[settings.RunSettings, list[int]]:
    """Return the settings that the config gives, and the numbers of the figures that it asks for.

    A mistake ends the run with one sentence on what's wrong.
    """
    try:
        parsed = settings.parse(settings.RunSettings, config)
        return parsed, catalogue.chosen(parsed.figures.numbers)
    except AtlasError as error:
        sys.exit(f"error: {error}")


def one_of(names: Iterable[str]) -> str:
    """Return the regular expression of exactly these names."""
    return "|".join(re.escape(name) for name in names)


def sides(name: str) -> list[int]:
    """Return the sides of a map's grids, coarse to fine."""
    return sorted(SETTINGS.maps[name].sides)


def only(chosen: object, *keys: str) -> dict:
    """Return some of the chosen settings as plain values: what a rule's output depends on."""
    values = settings.plain(chosen)
    return {key: values[key] for key in keys}


def existing(*files: Path | str | None) -> list[str]:
    """Return the files that exist; of one that is missing, its job says what to do."""
    return [str(file) for file in files if file and Path(file).exists()]


def searched(subset: str) -> dict:
    """Return what decides the neighbours that these maps share."""
    keys = ("method", "metric", "neighbours", "perplexity", "fit", "class", "samples")
    return {
        name: only(shown, *keys) for name, shown in maps_of(subset, SETTINGS).items()
    }


def shared_neighbours(wildcards) -> str:
    """Return the neighbours that a map is laid out by."""
    return f"{RUN}/neighbours/{wildcards.layer}/{subset_of(SETTINGS.maps[wildcards.map])}.json"


def icon_parts(layer: str, name: str, side: int) -> list[str]:
    """Return the manifests of all parts of a grid's icons."""
    folder = f"{RUN}/icons/{layer}/{name}/{side}/parts"
    return [f"{folder}/{part}.json" for part in range(SETTINGS.parts.icons)]


def coarser_icons(wildcards) -> list[str]:
    """Return the icons that a warm start begins from: those of the next coarser grid."""
    coarser = [side for side in sides(wildcards.map) if side < int(wildcards.side)]
    if not SETTINGS.icons.warm_start or not coarser:
        return []
    return icon_parts(wildcards.layer, wildcards.map, coarser[-1])


def moments(wildcards) -> list[str]:
    """Return the second moments that whiten the icons' directions, where they're asked for."""
    return (
        [f"{RUN}/samples/{wildcards.layer}/moments.json"]
        if SETTINGS.icons.whiten
        else []
    )


def of_all_sides(pattern: str) -> Callable:
    """Return an input function: the pattern at each side of the wildcards' map."""
    return lambda wildcards: expand(
        pattern, layer=wildcards.layer, map=wildcards.map, side=sides(wildcards.map)
    )


def all_icons(wildcards) -> list[str]:
    """Return the icons of all grids of a map."""
    return [
        part
        for side in sides(wildcards.map)
        for part in icon_parts(wildcards.layer, wildcards.map, side)
    ]


def linked_cells() -> list[str]:
    """Return the cells that places of images lead to: the finest of the first map."""
    name = next(iter(SETTINGS.maps))
    return [
        f"{RUN}/cells/{layer}/{name}/{sides(name)[-1]}.json"
        for layer in DICTIONARY_LAYERS
        if layer in SETTINGS.network.layers
    ]


def figure_inputs(wildcards) -> list[str]:
    """Return what a figure reads of the run's results beside the network."""
    return [f"{RUN}/{name}" for name in catalogue.entry(int(wildcards.number)).inputs]


def figure_settings(wildcards) -> dict:
    """Return the settings that decide a figure."""
    entry = catalogue.entry(int(wildcards.number))
    return (
        only(SETTINGS, "seed", "network", *entry.sections)
        | only(SETTINGS.figures, "classes", "layers", "size", *entry.own)
        | {"dtype": SETTINGS.device.dtype}
    )


def figure_files(wildcards) -> list[str]:
    """Return the user's files that decide a figure, by what names them in the config."""
    doodles, styles, facets = SETTINGS.doodles, SETTINGS.styles, SETTINGS.facets
    images = (*facets.facets.values(), facets.generic)
    of = {
        "texture_network": [SETTINGS.texture_network.file],
        "textures": SETTINGS.textures.sources,
        "doodles": [doodles.photo, doodles.mask, doodles.target_mask, doodles.content],
        "styles": [*styles.photos, *styles.styles],
        "facets": [folder for folder in images if isinstance(folder, str)],
        "clip": [SETTINGS.figures.clip],
    }
    entry = catalogue.entry(int(wildcards.number))
    return existing(
        *(file for name in (*entry.sections, *entry.own) for file in of.get(name, ()))
    )


def hold_lock() -> None:
    """Keep other runs out of this run's folder; the kernel lets go of the lock even after SIGKILL.

    Snakemake's own lock outlives a killed run and has to be removed by hand.
    """
    global LOCK
    path = Path(RUN) / ".lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    LOCK = path.open("w")
    path.touch()
    try:
        fcntl.flock(LOCK, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(
            f"error: Another run is at work in {Path(RUN).resolve()}: wait for its end, or stop it."
        )


def repeat_mistakes() -> None:
    """Say again what went wrong, below all that Snakemake says of a job that ended."""
    began = (Path(RUN) / ".lock").stat().st_mtime
    for log_file in sorted(Path(RUN).glob("logs/**/*.log")):
        if log_file.stat().st_mtime >= began:
            for line in log_file.read_text(errors="replace").splitlines():
                if line.startswith("error: "):
                    print(f"\nStopped: {line.removeprefix('error: ')}", file=sys.stderr)


SETTINGS, FIGURES = settings_of(config)
RUN = f"results/{SETTINGS.run}"
NEURONS = neurons_layer(SETTINGS)
DICTIONARY_LAYERS, DICTIONARY_IMAGES = dictionary_layers(SETTINGS), dictionary_images(SETTINGS)
SUBSETS = sorted({subset_of(shown) for shown in SETTINGS.maps.values()})
# auto takes a GPU where a job finds one; only a GPU that is named is asked of the scheduler.
GPUS = 1 if SETTINGS.device.name.startswith("cuda") else 0

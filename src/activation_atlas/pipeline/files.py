"""Which of the user's files the settings name."""

from collections.abc import Callable, Iterable

from activation_atlas.settings import FacetsSettings, RunSettings

Files = Iterable[str | None]


def _of_facets(facets: FacetsSettings) -> Files:
    """Return the folders of images; lists name sample photos."""
    images = (*facets.facets.values(), facets.generic)
    return [folder for folder in images if isinstance(folder, str)]


NAMED: dict[str, Callable[[RunSettings], Files]] = {
    "network.file": lambda run: [run.network.file],
    "network.classes": lambda run: [run.network.classes],
    "texture_network.file": lambda run: [run.texture_network.file],
    "textures.sources": lambda run: run.textures.sources,
    "styles.photos": lambda run: run.styles.photos,
    "styles.styles": lambda run: run.styles.styles,
    "doodles.photo": lambda run: [run.doodles.photo],
    "doodles.mask": lambda run: [run.doodles.mask],
    "doodles.target_mask": lambda run: [run.doodles.target_mask],
    "doodles.content": lambda run: [run.doodles.content],
    "dreams.photos": lambda run: run.dreams.photos,
    "dreams.guide": lambda run: [run.dreams.guide],
    "facets.facets": lambda run: _of_facets(run.facets),
    "figures.clip": lambda run: [run.figures.clip],
}
"""Files by dotted key of the settings; a sample photo's name is none, unless a file is named so."""


def named_by(keys: Iterable[str], settings: RunSettings) -> list[str | None]:
    """Return the files that some settings name; a section's key stands for all keys in it."""
    chosen = set(keys)
    return [
        file
        for key, files in NAMED.items()
        if key in chosen or key.partition(".")[0] in chosen
        for file in files(settings)
    ]

"""The sources of images by their names in the settings."""

from pathlib import Path

from activation_atlas.errors import AtlasError
from activation_atlas.images.folder import Folder
from activation_atlas.images.listing import Source
from activation_atlas.images.photos import Photos
from activation_atlas.images.tar import Tar
from activation_atlas.settings import ImagesSettings

FOLDERS = {"folder": (Folder, "class folders"), "tar": (Tar, ".tar shards")}


def open_source(settings: ImagesSettings) -> Source:
    """Return the source that the settings name.

    Raises:
        AtlasError: ``images.path`` is needed and not given, or is no folder.
    """
    if settings.source == "photos":
        return Photos()
    kind, content = FOLDERS[settings.source]
    if settings.path is None:
        raise AtlasError(
            f"images.path is not given: images.source '{settings.source}' needs the folder that"
            f" holds the {content}."
        )
    path = Path(settings.path).expanduser()
    if not path.is_dir():
        what = "is not a folder" if path.exists() else "does not exist"
        raise AtlasError(
            f"images.path '{settings.path}' {what}: give the folder that holds the {content}."
        )
    return kind(path)

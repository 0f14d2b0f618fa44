"""Files that belong together in a run's results, sealed by one JSON file."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from activation_atlas import stores
from activation_atlas.errors import AtlasError


def check_names(names: Iterable[str]) -> None:
    """Make sure that no two pictures have one name, as the files made of them would.

    Raises:
        AtlasError: some have.
    """
    for name, count in Counter(names).items():
        if count > 1:
            raise AtlasError(f"{count} pictures are called '{name}': rename all but one of them.")


def write_collection(
    folder: Path, files: Mapping[str, bytes], made_by: Mapping[str, object]
) -> dict:
    """Write files into a folder and at last ``FOLDER.json`` in it, which names them.

    Args:
        folder: E.g. ``results/photos/dreams``, which ``dreams.json`` in it then seals.
        files: Content by name.
        made_by: Settings and whatever else decides the files, JSON values.

    Returns:
        What the JSON file says.

    Raises:
        AtlasError: no space is left on the disk.
    """
    seal = folder / folder.name
    stores.manifest_path(seal).unlink(missing_ok=True)
    for name, content in files.items():
        stores.write_file(folder / name, content)
    return stores.write_manifest(seal, {"files": sorted(files)}, made_by)

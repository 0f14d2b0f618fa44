"""Names of classes: ImageNet's, a file's, or plain numbers; and from a name to its index."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from timm.data import ImageNetInfo

from activation_atlas.errors import AtlasError, nearest
from activation_atlas.networks.families import imagenet_families


@cache
def imagenet_names() -> tuple[str, ...]:
    """Return ImageNet's thousand class names: the first synonym, with its index if not unique."""
    first = [text.split(", ")[0] for text in ImageNetInfo().label_descriptions()]
    times = Counter(first)
    return tuple(
        name if times[name] == 1 else f"{name} ({index})" for index, name in enumerate(first)
    )


def class_names(classes: int, file: str | None = None) -> list[str]:
    """Return the names of a network's classes.

    They are the lines of `file` if given, ImageNet's where there are a thousand, else "class 17".

    Raises:
        AtlasError: the file is missing or has another number of names.
    """
    if file is not None:
        return _names_in(Path(file), classes)
    if classes == len(imagenet_names()):
        return list(imagenet_names())
    return [f"class {index}" for index in range(classes)]


def class_number(given: str | int, names: Sequence[str]) -> int:
    """Return the index of a class as a person writes it; of ImageNet's any synonym will do.

    Raises:
        AtlasError: no class has that index or name, or several have that name.
    """
    if tuple(names) != imagenet_names() or str(given).lower() in map(str.lower, names):
        return class_index(given, names)
    return class_index(given, ImageNetInfo().label_descriptions())


def class_index(given: str | int, names: Sequence[str]) -> int:
    """Return the index of the class `given`: an index, a whole name or one of its synonyms.

    Case doesn't matter; synonyms are separated by commas, as in ``"tench, Tinca tinca"``.

    Raises:
        AtlasError: no class has that index or name, or several classes have that name.
    """
    if str(given).isdecimal():
        index = int(given)
        if index >= len(names):
            raise AtlasError(f"Class {index} doesn't exist: the network has {len(names)} classes.")
        return index
    wanted = str(given).strip().lower()
    synonyms = [[one.strip() for one in name.split(",")] for name in names]
    matches = [
        index
        for index, (name, several) in enumerate(zip(names, synonyms))
        if wanted in (name.lower(), *(one.lower() for one in several))
    ]
    if not matches:
        hint = nearest(str(given), [one for several in synonyms for one in several])
        raise AtlasError(f"The network has no class '{given}'.{hint}")
    if len(matches) > 1:
        indices = " and ".join(map(str, matches))
        raise AtlasError(f"Classes {indices} are both called '{given}': give the index instead.")
    return matches[0]


def class_families(names: Sequence[str]) -> list[str] | None:
    """Return the family of each class, e.g. "birds", or None if the names are not ImageNet's."""
    return imagenet_families() if tuple(names) == imagenet_names() else None


def _names_in(file: Path, classes: int) -> list[str]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise AtlasError(
            f"There is no file {file}; set network.classes to the class names."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise AtlasError(f"{file} can't be read as UTF-8 text: {error}.") from error
    names = [line.strip() for line in lines if line.strip()]
    if len(names) != classes:
        raise AtlasError(
            f"{file} has {len(names)} names, but the network has {classes} classes; write one name"
            " a line, in the order of the network's outputs."
        )
    return names

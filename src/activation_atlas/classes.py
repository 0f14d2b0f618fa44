"""From a class as a person writes it to its index."""

from collections.abc import Sequence

from activation_atlas.errors import AtlasError, nearest


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

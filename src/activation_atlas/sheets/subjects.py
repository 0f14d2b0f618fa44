"""Which classes are shown: the review's own, those of the config, or what a network has."""

from collections.abc import Sequence

from activation_atlas.networks.labels import class_number, imagenet_names

SUBJECTS = {
    "banana": 954,
    "dumbbell": 543,
    "dalmatian": 251,
    "screw": 783,
    "saxophone": 776,
    "pelican": 144,
}
"""The classes that the review shows, and their ImageNet indices."""


def subjects(names: Sequence[str], chosen: Sequence[str | int] | None = None) -> list[int]:
    """Return the classes to show, by index: the chosen ones, or the review's.

    A network of other classes than ImageNet's shows as many of its own, spread over all of them.

    Args:
        names: Names of the network's classes.
        chosen: Names or indices.

    Raises:
        AtlasError: a chosen class is none of the network's.
    """
    if chosen is not None:
        return list(dict.fromkeys(class_number(wanted, names) for wanted in chosen))
    if tuple(names) == imagenet_names():
        return list(SUBJECTS.values())
    count = min(len(names), len(SUBJECTS))
    return [number * len(names) // count for number in range(count)]

"""UMAP and t-SNE of the sampled activations, and how faithful they are.

The paths are there at once, so that a workflow can name files without waiting; the work, which
imports much, is imported where it is first used.
"""

from importlib import import_module

from activation_atlas.layout.paths import (
    layout_path,
    maps_of,
    neighbours_path,
    plot_path,
    quality_path,
    subset_of,
)

_WORK = {
    "find_neighbours": "activation_atlas.layout.neighbours",
    "lay_out": "activation_atlas.layout.laying",
}

__all__ = [
    "find_neighbours",
    "lay_out",
    "layout_path",
    "maps_of",
    "neighbours_path",
    "plot_path",
    "quality_path",
    "subset_of",
]


def __getattr__(name: str) -> object:
    if name not in _WORK:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WORK[name]), name)

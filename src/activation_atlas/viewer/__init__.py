"""The pages in which one browses an atlas and dictionaries: data, tiles and plain pictures.

The work, which imports much, is imported where it is first used.
"""

from importlib import import_module

_WORK = {
    "export_map": "activation_atlas.viewer.export",
    "write_dictionaries": "activation_atlas.viewer.dictionaries",
    "write_page": "activation_atlas.viewer.page",
}

__all__ = ["export_map", "write_dictionaries", "write_page"]


def __getattr__(name: str) -> object:
    if name not in _WORK:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WORK[name]), name)

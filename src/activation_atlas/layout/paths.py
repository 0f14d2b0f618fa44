"""Where neighbours and layouts lie, from the settings alone: no file needs to exist yet."""

import re
from pathlib import Path

from activation_atlas.settings import MapSettings, RunSettings


def subset_of(chosen: MapSettings) -> str:
    """Return the name of the samples and neighbours that a map uses.

    Maps with the same name share one search. It is ``all-<metric>-fit<fit>``, or for a map of
    one class ``class-<class>-top<samples>-<metric>-fit<fit>``.
    """
    samples = "all" if chosen.class_ is None else f"class-{_slug(chosen)}-top{chosen.samples}"
    return f"{samples}-{chosen.metric}-fit{chosen.fit}"


def maps_of(subset: str, settings: RunSettings) -> dict[str, MapSettings]:
    """Return the maps that share the neighbours called `subset`, by name."""
    return {name: chosen for name, chosen in settings.maps.items() if subset_of(chosen) == subset}


def neighbours_path(run: Path, layer: str, subset: str) -> Path:
    """Return the store of a layer's nearest neighbours; its manifest lies beside it."""
    return Path(run) / "neighbours" / layer / f"{subset}.zarr"


def layout_path(run: Path, layer: str, map_name: str) -> Path:
    """Return the store of a layer's layout; its manifest lies beside it."""
    return Path(run) / "layout" / layer / f"{map_name}.zarr"


def plot_path(run: Path, layer: str, map_name: str) -> Path:
    """Return the picture of a layout's points."""
    return Path(run) / "layout" / layer / f"{map_name}.png"


def quality_path(run: Path, layer: str, map_name: str) -> Path:
    """Return the measures of how faithful a layout is.

    A map's own name holds no dot, so that this is no other map's manifest.
    """
    return Path(run) / "layout" / layer / f"{map_name}.quality.json"


def _slug(chosen: MapSettings) -> str:
    return re.sub(r"[\W_]+", "-", str(chosen.class_).lower()).strip("-")

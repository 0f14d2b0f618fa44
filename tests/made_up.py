"""What a stage reads of the run, made up where a test needs no real one."""

from pathlib import Path
from typing import TYPE_CHECKING

from activation_atlas import stores
from activation_atlas.paths import network_path
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings

if TYPE_CHECKING:
    from activation_atlas.sheets.studio import Studio


def describe_network(run: Path, **facts: object) -> Path:
    """Write a manifest of a network that nobody loaded; return the folder of results."""
    stores.write_manifest(network_path(run), {"digest": "made up", **facts}, {})
    return run


def studio_of(number: int, run: Path, settings: RunSettings) -> "Studio":
    """Return the studio of a figure, which refuses settings that the figure does not declare."""
    from activation_atlas.sheets.studio import Studio  # it loads torch: for figures alone

    return Studio(run, STAGES["figure"].job(run, settings, number=number).settings)

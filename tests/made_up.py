"""What a stage reads of the run, made up where a test needs no real one; a VGG of noise."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from activation_atlas import stores
from activation_atlas.paths import network_path
from activation_atlas.pipeline import STAGES
from activation_atlas.settings import RunSettings

if TYPE_CHECKING:
    from activation_atlas.networks.vgg import Vgg
    from activation_atlas.sheets.studio import Studio


def describe_network(run: Path, **facts: object) -> Path:
    """Write a manifest of a network that nobody loaded; return the folder of results."""
    stores.write_manifest(network_path(run), {"digest": "made up", **facts}, {})
    return run


def studio_of(number: int, run: Path, settings: RunSettings) -> "Studio":
    """Return the studio of a figure, which refuses settings that the figure does not declare."""
    from activation_atlas.sheets.studio import Studio  # it loads torch: for figures alone

    return Studio(run, STAGES["figure"].job(run, settings, number=number).settings)


@cache
def random_vgg() -> "Vgg":
    """Return a VGG-19 of seeded noise for the CPU, which no test may change."""
    from activation_atlas.networks.device import REFERENCE  # it loads torch
    from activation_atlas.networks.vgg import load_vgg

    return load_vgg("random", None, 0, REFERENCE)

"""What a stage reads of the run, made up where a test needs no real one."""

from pathlib import Path

from activation_atlas import stores
from activation_atlas.paths import network_path


def describe_network(run: Path, **facts: object) -> Path:
    """Write a manifest of a network that nobody loaded; return the folder of results."""
    stores.write_manifest(network_path(run), {"digest": "made up", **facts}, {})
    return run

"""Where the files of figures lie, from the settings alone: no file needs to exist yet."""

from pathlib import Path

from activation_atlas.settings import RunSettings


def figures_path(run: Path) -> Path:
    """Return the folder of a run's figures and of the page that shows them."""
    return Path(run) / "figures"


def figure_path(folder: Path, number: int) -> Path:
    """Return where a figure lies, without the ending: ``.png`` and ``.json``."""
    return Path(folder) / f"figure-{number:02d}"


def curves_path(folder: Path, number: int) -> Path:
    """Return the plot of a figure's objective curves; not every figure has one."""
    return Path(folder) / f"figure-{number:02d}-curves.png"


def neurons_path(run: Path, layer: str) -> Path:
    """Return the store of a layer's channels; their sheet has the ending ``.png``."""
    return Path(run) / "neurons" / f"{layer}.zarr"


def neurons_layer(settings: RunSettings) -> str:
    """Return the layer whose channels are shown: the config's, or the middle one of the run's."""
    layers = settings.network.layers
    return settings.neurons.layer or layers[len(layers) // 2]

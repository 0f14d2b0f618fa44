"""Dataset examples of all channels of a layer, kept beside its sprites."""

from pathlib import Path

from activation_atlas import stores
from activation_atlas.dictionaries.paths import examples_path
from activation_atlas.images import open_catalogue
from activation_atlas.images.table import table_path
from activation_atlas.networks import load_network
from activation_atlas.networks.dtype import dtype_name
from activation_atlas.samples.examples import examples
from activation_atlas.settings import RunSettings


def make_examples(run: Path, layer: str, settings: RunSettings) -> dict:
    """Write the :class:`~activation_atlas.samples.examples.Examples` of every channel of a layer.

    Returns:
        What the store's manifest says.

    Raises:
        AtlasError: the catalogue is missing, or the network or the layer can't be had.
    """
    chosen = settings.dictionaries
    network = load_network(settings.network, settings.device, [layer])
    path = examples_path(run, layer)
    made_by = {
        "network": network.digest,
        "layer": layer,
        "catalogue": stores.manifest(table_path(run))["digest"],
        "examples": chosen.examples,
        "limit": chosen.limit,
        "seed": settings.seed,
        "dtype": dtype_name(network.dtype),
    }
    if stores.is_sealed(path, made_by):
        return stores.manifest(path)
    catalogue = open_catalogue(run, settings.images)
    channels = range(network.channels[layer])
    found = examples(
        network, layer, channels, catalogue, chosen.examples, chosen.limit, settings.seed
    )
    return stores.write(path, vars(found), made_by)

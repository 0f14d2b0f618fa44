"""Dataset examples of all channels of a layer, kept beside its sprites."""

from activation_atlas import stores
from activation_atlas.images import open_catalogue
from activation_atlas.job import Job
from activation_atlas.networks import load_network
from activation_atlas.paths import examples_path
from activation_atlas.samples.examples import examples


def make_examples(job: Job, layer: str) -> dict:
    """Write the :class:`~activation_atlas.samples.examples.Examples` of every channel of a layer.

    Returns:
        What the store's manifest says.

    Raises:
        AtlasError: the catalogue is missing, or the network or the layer can't be had.
    """
    settings = job.settings
    chosen = settings.dictionaries
    network = load_network(settings.network, settings.device, [layer])
    path = examples_path(job.run, layer)
    if stores.is_sealed(path, job.made_by):
        return stores.manifest(path)
    catalogue = open_catalogue(job.run, settings.images)
    channels = range(network.channels[layer])
    found = examples(
        network, layer, channels, catalogue, chosen.examples, chosen.limit, settings.seed
    )
    return stores.write(path, vars(found), job.made_by)

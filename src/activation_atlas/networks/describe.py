"""What the later stages need to know of a network, as a file that needs no torch to read."""

from activation_atlas import stores
from activation_atlas.job import Job
from activation_atlas.networks.labels import class_families, class_names, class_number
from activation_atlas.networks.layers import stride
from activation_atlas.networks.network import load_network
from activation_atlas.paths import network_path
from activation_atlas.settings import DeviceSettings


def describe(job: Job) -> dict:
    """Write ``network.json`` into the run's folder and return what it says.

    Shapes are those for images of the side that the run gives to the network.

    Raises:
        AtlasError: the network, a layer, the weights or the class names can't be had, or a
            map's class is unknown.
    """
    settings, network_settings = job.settings, job.settings.network
    network = load_network(network_settings, DeviceSettings("cpu"), network_settings.layers)
    size = settings.images.size or network.input_size
    names = class_names(network.classes, network_settings.classes)
    for chosen in settings.maps.values():
        if chosen.class_ is not None:
            class_number(chosen.class_, names)  # says now what would stop the run after sampling
    content = {
        "name": network.name,
        "weights": network_settings.weights,
        "digest": network.digest,
        "input_size": size,
        "mean": network.input.mean,
        "std": network.input.std,
        "classes": names,
        "families": class_families(names),
        "layers": {
            layer: {
                "channels": channels,
                "height": height,
                "width": width,
                "stride": stride(size, height),
            }
            for layer, (channels, height, width) in network.shapes_at(size).items()
        },
    }
    return stores.write_manifest(network_path(job.run), content, job.made_by)

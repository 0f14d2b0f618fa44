"""The network that a call names, and where its weights come from."""

from activation_atlas.errors import AtlasError
from activation_atlas.networks import zoo
from activation_atlas.settings import NetworkSettings, parse
from activation_atlas.settings.types import Weights


def network_settings(network: str, weights: Weights | None, file: str | None) -> NetworkSettings:
    """Return the settings of a network: its weights are the file's, a package's or a download.

    Raises:
        AtlasError: there are no such weights, or a file is given beside others.
    """
    if weights is None:
        packaged = "package" if network in zoo.PACKAGED else "download"
        weights = packaged if file is None else "file"
    if file is not None and weights != "file":
        raise AtlasError(f"{file} is given, yet weights '{weights}' are asked for: leave out one.")
    return parse(NetworkSettings, {"name": network, "weights": weights, "file": file})

"""What a synthesized image was made by: as JSON values, and in a line."""

from activation_atlas.networks.dtype import dtype_name
from activation_atlas.recipes.facts import versions
from activation_atlas.settings import TextureNetworkSettings
from activation_atlas.textures.features import Features


def facts(
    features: Features, filters: TextureNetworkSettings, seed: int, **more: object
) -> dict[str, object]:
    """Return what decides an image beside its sources and the settings of its kind.

    Args:
        features: The network that was used.
        filters: Settings by which it was loaded.
        seed: Seed of the run.
        **more: What else decides it, JSON values.
    """
    network = {
        "name": features.name,
        "weights": weights_of(filters),
        "digest": features.digest,
    }
    dtype = dtype_name(features.dtype)
    return {"network": network, "dtype": dtype, "seed": seed, "versions": versions()} | more


def note(features: Features, filters: TextureNetworkSettings, seed: int) -> str:
    """Return the line at the bottom of a sheet: the network, where its weights are from, the seed.

    Random weights are named as such: what they give is never the paper's result.
    """
    named = {
        "random": f"{features.name} with random, untrained weights",
        "download": f"{features.name} with torchvision's weights, normalized",
        "file": f"{features.name} with weights of a file, normalized",
    }[weights_of(filters)]
    return f"{named}, {features.digest[:8]} · seed {seed}"


def weights_of(filters: TextureNetworkSettings) -> str:
    """Return where the weights come from: those of a filter bank are always random."""
    return "random" if filters.name == "filter_bank" else filters.weights

"""Which channels the figures show: pleasant ones of the default network, spread ones of others."""

from activation_atlas.networks import Network
from activation_atlas.sheets.channels import spread

CHANNELS = {("efficientnet_lite0", "blocks.4.2"): [85, 101, 109, 53]}
"""Channels by network and layer; chosen by eye for answering to different things."""
MIXED = {("efficientnet_lite0", "blocks.4.2"): 109}
"""A channel that answers to more than one thing."""
COUNT = 4


def shown_channels(network: Network, layer: str) -> list[int]:
    """Return the four channels of a layer that figures show."""
    chosen = CHANNELS.get((network.name, layer))
    return chosen or spread(COUNT, network.channels[layer])


def mixed_channel(network: Network, layer: str) -> int:
    """Return a channel that answers to more than one thing, or just the middle one."""
    return MIXED.get((network.name, layer), network.channels[layer] // 2)

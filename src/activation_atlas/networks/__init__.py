"""A network as the rest of the pipeline sees it: RGB in [0, 1] in, named layers and logits out."""

from activation_atlas.networks.layers import Layer, layer_table
from activation_atlas.networks.network import Network, load_network

__all__ = ["Layer", "Network", "layer_table", "load_network"]

"""A network as the rest of the pipeline sees it: RGB in [0, 1] in, named layers and logits out."""

from activation_atlas.networks.describe import describe
from activation_atlas.networks.filling import filled
from activation_atlas.networks.layers import Layer, layer_table
from activation_atlas.networks.network import Network, input_size, load_network
from activation_atlas.networks.receptive_field import receptive_field
from activation_atlas.networks.relaxed_pooling import RelaxedPooling
from activation_atlas.networks.rescue import Rescued
from activation_atlas.networks.workers import Workers, workers

__all__ = [
    "Layer",
    "Network",
    "RelaxedPooling",
    "Rescued",
    "Workers",
    "describe",
    "filled",
    "input_size",
    "layer_table",
    "load_network",
    "receptive_field",
    "workers",
]

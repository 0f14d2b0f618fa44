"""Write what a photo of a cat is to the layer, and print how many places it has.

usage: photo.py ACTIVATION.npy
"""

import sys

import numpy as np
import torch
from PIL import Image

from activation_atlas.figures.activation_maps import activation_maps
from activation_atlas.images.whole import whole_photo
from activation_atlas.networks import load_network
from activation_atlas.settings import DeviceSettings, NetworkSettings

LAYER, PHOTO, PIXELS = "blocks.4.2", "chelsea", 10**6


def main(target: str) -> None:
    """Write (14, 14, 112) float32: the middle square of the photo at the network's input size."""
    torch.set_num_threads(2)
    network = load_network(NetworkSettings(), DeviceSettings(), [LAYER])
    photo = Image.fromarray(whole_photo(PHOTO, PIXELS))
    side, left = photo.height, (photo.width - photo.height) // 2
    square = photo.crop((left, 0, left + side, side)).resize((network.input_size,) * 2)
    (maps,) = activation_maps(network, LAYER, np.stack([square]))
    np.save(target, maps.transpose(1, 2, 0))
    print(maps[0].size)


if __name__ == "__main__":
    main(*sys.argv[1:])

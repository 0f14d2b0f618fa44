"""Icons of an activation atlas: Carter et al. 2019, "Activation Atlas".

Each icon is a Fourier image on decorrelated colour axes whose centre is driven towards the mean
activation of its cell by (h·v) max(0.1, cos(h, v))^p, under one small random transform a step.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from activation_atlas.networks import Network
from activation_atlas.optimize import affine, ascent
from activation_atlas.optimize.affine import RandomAffine
from activation_atlas.optimize.fourier import FourierImages
from activation_atlas.optimize.halving import best_of_tries
from activation_atlas.optimize.objectives import at_centre, cosine, direction
from activation_atlas.seeds import generator
from activation_atlas.settings import IconsSettings

TRANSFORM = RandomAffine(rotation=6, scale=1.06, shift=0.05)
RAMP_SHARE = 2 / 3  # of the steps: early on a high power keeps an image from finding its direction


@dataclass(frozen=True)
class Icons:
    """Rendered icons.

    Attributes:
        images: (B, h, w, 3) uint8.
        score: (B,) float32, the objective of the icon as stored, without a transform.
        cosine: (B,) float32, between its activation and the cell's mean.
    """

    images: np.ndarray
    score: np.ndarray
    cosine: np.ndarray


def render(
    network: Network,
    layer: str,
    means: np.ndarray,
    names: Sequence[tuple],
    settings: IconsSettings,
    whitening: np.ndarray | None = None,
    starts: np.ndarray | None = None,
) -> Icons:
    """Render one icon a mean activation; an icon depends on its own row and name only.

    Args:
        network: With `layer` as the last one asked for.
        layer: Of the activations.
        means: (B, C) mean activations.
        names: What seeds each icon, e.g. (seed, layer, map, side, row, col).
        settings: Size, steps, tries and the objective's power.
        whitening: (C, C) matrix that turns a mean v into the direction v S.
        starts: (B, h, w, 3) uint8 images to start from in place of noise.

    Returns:
        One icon a row of `means`.
    """
    directions = means if whitening is None else means @ whitening
    batch = network.micro_batch * max(1, network.input_size // settings.size)
    parts = []
    for first in range(0, len(means), batch):
        # Always a whole batch: kernels then see one shape, whoever shares the batch.
        rows = np.minimum(np.arange(first, first + batch), len(means) - 1)
        batch_names = [names[row] for row in rows]
        batch_starts = None if starts is None else starts[rows]
        parts.append(
            _render_batch(
                network, layer, means[rows], directions[rows], batch_names, settings, batch_starts
            )
        )
    return Icons(
        *(
            np.concatenate([getattr(part, name) for part in parts])[: len(means)]
            for name in ("images", "score", "cosine")
        )
    )


def _render_batch(
    network: Network,
    layer: str,
    means: np.ndarray,
    directions: np.ndarray,
    names: Sequence[tuple],
    settings: IconsSettings,
    starts: np.ndarray | None,
) -> Icons:
    device = network.device
    images = FourierImages(settings.size, settings.decay_power)
    targets = torch.from_numpy(directions.astype(np.float32)).to(device)
    numbers = [
        [generator("icon", *name, number) for name in names] for number in range(settings.tries)
    ]
    coefficients = torch.stack([images.noise(row) for row in numbers]).to(device)
    if starts is not None:
        coefficients = coefficients + images.encode(_floats(starts).to(device))
    matrices = torch.from_numpy(
        np.stack([[TRANSFORM.draw(one, settings.steps) for one in row] for row in numbers])
    ).to(device)
    places = torch.arange(len(names), device=device)

    def score(parameters: Tensor, tries: Tensor, step: int) -> Tensor:
        views = affine.warp(images.decode(parameters), matrices[tries, places, step])
        vectors = at_centre(network.activations(views)[layer])
        return direction(vectors, targets, _power(settings, step))

    rate = ascent.cosine_decay(settings.learning_rate, settings.steps)
    best, _ = best_of_tries(coefficients, score, settings.steps, rate)
    return _judged(network, layer, images.decode(best), means, targets, settings.cosine_power)


def _power(settings: IconsSettings, step: int) -> float:
    """Return the cosine's power at a step: it rises linearly from 1 to the setting."""
    share = min(1.0, step / (RAMP_SHARE * settings.steps))
    return 1 + (settings.cosine_power - 1) * share


@torch.no_grad()
def _judged(
    network: Network, layer: str, rgb: Tensor, means: np.ndarray, targets: Tensor, power: float
) -> Icons:
    """Round the images to bytes and score what is left."""
    stored = (rgb * 255).round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1).cpu().numpy()
    vectors = at_centre(network.activations(_floats(stored).to(rgb.device))[layer])
    wanted = torch.from_numpy(means.astype(np.float32)).to(rgb.device)
    return Icons(
        stored,
        direction(vectors, targets, power).cpu().numpy(),
        cosine(vectors, wanted).cpu().numpy(),
    )


def _floats(images: np.ndarray) -> Tensor:
    """Return (B, h, w, 3) uint8 images as (B, 3, h, w) in [0, 1]."""
    return torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255

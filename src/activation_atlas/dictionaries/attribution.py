"""What each place and each channel of a layer's map adds to the logits.

Linear attribution of an activation a to a logit is a · ∂logit/∂a (Olah et al. 2018, "The Building
Blocks of Interpretability", attribution). Averaging the gradient along the straight way from no
activation to a makes it complete: the attributions of a layer then add up to what the layer changes
about the logit (Sundararajan et al. 2017, "Axiomatic Attribution for Deep Networks", section 3).

All of it is linear in the logit, so the attribution to a difference of two classes is the
difference of theirs.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from activation_atlas.networks import Network


def gradients(
    network: Network, layer: str, image: Tensor, classes: Sequence[int], path_steps: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Return a layer's activation A (h, w, C) and the gradients of logits (c, h, w, C), float32.

    Each class's gradient is computed alone, so it does not depend on which others are asked for.

    Args:
        network: Network with `layer`.
        layer: Layer whose map is attributed.
        image: (1, 3, H, W) RGB in [0, 1].
        classes: Indices of the c logits.
        path_steps: 1 takes the gradient at A; more average the gradients at αA, with α in the
            middle of so many equal parts of [0, 1].
    """
    shares = [1.0] if path_steps == 1 else (np.arange(path_steps) + 0.5) / path_steps
    total = None
    for share in shares:
        activation, slopes = _at(network, layer, image, classes, float(share))
        total = slopes if total is None else total + slopes
    return _stored(activation)[0], _stored(total / len(shares))


def by_channel(activation: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Return what each channel adds to the logits over all places, (..., C).

    Args:
        activation: (h, w, C).
        gradient: (..., h, w, C), e.g. one a class.
    """
    return np.einsum("hwc,...hwc->...c", activation, gradient)


def _at(
    network: Network, layer: str, image: Tensor, classes: Sequence[int], share: float
) -> tuple[Tensor, Tensor]:
    """Return the layer's output (1, C, h, w), and the gradients (c, C, h, w) at a share of it."""
    seen: dict[str, Tensor] = {}

    def scale(output: Tensor) -> Tensor:
        seen["whole"] = output.detach()
        seen["leaf"] = (share * seen["whole"]).requires_grad_()
        return seen["leaf"]

    with torch.enable_grad():
        _, logits = network.run(image, {layer: scale})
        slopes = [
            torch.autograd.grad(logits[0, index], seen["leaf"], retain_graph=True)[0]
            for index in classes
        ]
    return seen["whole"], torch.cat(slopes).float()


def _stored(maps: Tensor) -> np.ndarray:
    """Return maps (n, C, h, w) as (n, h, w, C) float32 in memory of their own."""
    return np.ascontiguousarray(maps.float().permute(0, 2, 3, 1).cpu().numpy())

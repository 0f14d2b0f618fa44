"""Decorrelated colour: axes along which the colours of natural images vary independently."""

import torch
from torch import Tensor

# Square root of the colour covariance of natural images, one colour axis a column
# (Olah et al. 2017, "Feature Visualization", decorrelated space).
_ROOT = torch.tensor([[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]])
CORRELATION = _ROOT / _ROOT.norm(dim=0).max()


def to_rgb(axes: Tensor) -> Tensor:
    """Return RGB in (0, 1), (B, 3, H, W), of values on the decorrelated axes, same shape."""
    return torch.sigmoid(_mixed(axes, CORRELATION))


def from_rgb(rgb: Tensor, margin: float = 0.01) -> Tensor:
    """Return the decorrelated axes, (B, 3, H, W), of RGB; the inverse of :func:`to_rgb`.

    Values are first moved by `margin` away from 0 and 1, where the inverse is infinite.
    """
    return _mixed(torch.logit(rgb.clamp(margin, 1 - margin)), torch.linalg.inv(CORRELATION))


def _mixed(images: Tensor, matrix: Tensor) -> Tensor:
    # Written out: a product with a 3 × 3 matrix is slow on a CPU.
    planes = images.unbind(1)
    mixed = [sum(float(w) * plane for w, plane in zip(row, planes)) for row in matrix]
    return torch.stack(mixed, 1)

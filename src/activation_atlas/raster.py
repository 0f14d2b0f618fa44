"""Images between bytes, as files hold them, and RGB in [0, 1], as networks see them."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional


def to_rgb(images: np.ndarray, device: torch.device | str = "cpu") -> Tensor:
    """Return (B, h, w, 3) uint8 images as (B, 3, h, w) float32 in [0, 1] on a device."""
    given = torch.from_numpy(np.require(images, requirements="CW"))  # else they are copied
    return given.to(device).permute(0, 3, 1, 2).float().div_(255)


def to_bytes(rgb: Tensor) -> np.ndarray:
    """Return (B, c, h, w) in [0, 1] as (B, h, w, c) uint8; values beyond are clipped."""
    levels = (rgb.detach() * 255).round().clamp(0, 255).to(torch.uint8)
    return levels.permute(0, 2, 3, 1).cpu().numpy()


def resized(pixels: Tensor, size: Sequence[int]) -> Tensor:
    """Return pixels (B, c, H, W) at another (height, width), bilinear."""
    if tuple(pixels.shape[2:]) == tuple(size):
        return pixels
    return functional.interpolate(
        pixels, size=tuple(size), mode="bilinear", align_corners=False, antialias=True
    )

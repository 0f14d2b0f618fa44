"""Style transfer that keeps the colours of the content: only its luminance is painted anew.

Gatys et al. 2016, "Preserving Color in Neural Artistic Style Transfer", section "Luminance-only
transfer". Luminance is the Y of YIQ.
"""

import numpy as np

YIQ = np.array(((0.299, 0.587, 0.114), (0.5959, -0.2746, -0.3213), (0.2115, -0.5227, 0.3112)))
"""RGB to luminance and two chroma axes (NTSC)."""


def grey(image: np.ndarray) -> np.ndarray:
    """Return the luminance of an image (h, w, 3) uint8 as three equal channels, likewise."""
    return _bytes(np.repeat((image @ YIQ[0])[..., None], 3, axis=2))


def grey_like(style: np.ndarray, content: np.ndarray) -> np.ndarray:
    """Return a style's luminance with the mean and the deviation of the content's.

    L' = (L - μ_S) σ_C / σ_S + μ_C; without it a dark style would not fit a bright photo's colours.

    Args:
        style: (h, w, 3) uint8.
        content: Photo, likewise, of any size.
    """
    shown, wanted = style @ YIQ[0], content @ YIQ[0]
    scaled = (shown - shown.mean()) * wanted.std() / max(shown.std(), 1e-6) + wanted.mean()
    return _bytes(np.repeat(scaled[..., None], 3, axis=2))


def recoloured(image: np.ndarray, content: np.ndarray) -> np.ndarray:
    """Return an image's luminance in the colours of the content.

    What RGB can't show in that luminance becomes paler, in the same hue.

    Args:
        image: (h, w, 3) uint8.
        content: Photo, likewise, of the same size.
    """
    light = (image @ YIQ[0])[..., None]
    colour = content - (content @ YIQ[0])[..., None]  # of no luminance
    room = np.where(colour > 0, 255 - light, light) / np.maximum(np.abs(colour), 1e-6)
    return _bytes(light + colour * room.min(-1, keepdims=True).clip(max=1))


def _bytes(levels: np.ndarray) -> np.ndarray:
    return np.rint(levels).clip(0, 255).astype(np.uint8)

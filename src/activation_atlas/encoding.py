"""Pictures and curves as the content of files, the same bytes for the same values."""

import io

import numpy as np
from PIL import Image


def png(image: Image.Image) -> bytes:
    """Return a picture as a PNG file."""
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def numbers(curve: np.ndarray) -> list[float | None]:
    """Return a curve (steps,) as JSON values of six digits; JSON has no infinity."""
    return [float(f"{value:.6g}") if np.isfinite(value) else None for value in curve]

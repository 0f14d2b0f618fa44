import io

import numpy as np
import pytest
from PIL import Image


@pytest.fixture
def picture():
    """A smooth colour picture with no symmetry, (60, 90, 3) uint8."""
    row, col = np.mgrid[0:60, 0:90]
    wave = np.sin(col / 9) * np.cos(row / 7)
    channels = (col * 2.5, row * 4, 120 + 100 * wave)
    return np.stack(channels, axis=-1).clip(0, 255).astype(np.uint8)


@pytest.fixture
def encoded():
    """Encode an array or a picture in memory."""

    def encode(image, kind="PNG", **options):
        file = io.BytesIO()
        image = image if isinstance(image, Image.Image) else Image.fromarray(image)
        image.save(file, kind, **options)
        return file.getvalue()

    return encode


@pytest.fixture
def photo_folder(tmp_path, picture, encoded):
    """Three class folders of four JPEGs each, and one image beside them."""
    folder = tmp_path / "photos"
    for name in ("bird", "cat", "dog"):
        (folder / name).mkdir(parents=True)
        for index in range(4):
            shifted = np.roll(picture, 7 * index + len(name), axis=1)
            (folder / name / f"{index}.jpg").write_bytes(encoded(shifted, "JPEG", quality=92))
    (folder / "alone.png").write_bytes(encoded(picture))
    return folder

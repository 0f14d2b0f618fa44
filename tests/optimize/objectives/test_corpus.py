import numpy as np
import pytest

from activation_atlas.errors import AtlasError
from activation_atlas.optimize.objectives.corpus import colours

IMAGE = np.zeros((9, 12, 3), np.uint8)


def test_images_of_any_sizes_become_rgb() -> None:
    white = np.full((8, 8, 3), 255, np.uint8)
    small, large = colours([white, IMAGE], 8)
    assert small.shape == (8, 8, 3) and (small == 1).all()
    assert large.shape == (9, 12, 3) and (large == 0).all()
    assert len(colours(np.stack([IMAGE, IMAGE]), 8)) == 2


@pytest.mark.parametrize(
    "image, problem",
    [
        (IMAGE[:, :, 0], r"shape \(9, 12\); give uint8 RGB"),
        (IMAGE / 255, "float64"),
        (IMAGE[:, :7], "7 × 9 pixels; give images of at least 8"),
    ],
)
def test_other_arrays_are_an_error(image: np.ndarray, problem: str) -> None:
    with pytest.raises(AtlasError, match=f"Image 1 .*{problem}"):
        colours([IMAGE, image], 8)


def test_no_images_are_an_error() -> None:
    with pytest.raises(AtlasError, match="no images"):
        colours([], 8)

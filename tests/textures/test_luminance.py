import numpy as np

from activation_atlas.textures.luminance import YIQ, grey, grey_like, recoloured
from activation_atlas.textures.pictures import load_picture
from activation_atlas.textures.procedural import strokes

PHOTO = load_picture("chelsea", 64, 10**6).image
STYLE = strokes(48, 48)


def test_a_photo_of_its_own_luminance_is_itself():
    assert np.abs(recoloured(grey(PHOTO), PHOTO).astype(int) - PHOTO).max() <= 1


def test_a_styles_luminance_gets_the_contents_mean_and_deviation():
    wanted, found = PHOTO @ YIQ[0], grey_like(STYLE, PHOTO)
    assert (found == found[..., :1]).all()
    assert abs(found.mean() - wanted.mean()) < 3 and abs(found.std() - wanted.std()) < 3


def test_an_even_style_does_no_harm():
    assert np.isfinite(grey_like(np.full((8, 8, 3), 7, np.uint8), PHOTO)).all()


def test_luminance_is_the_images_and_chroma_the_contents():
    image = STYLE[:43, :48]
    content = PHOTO[: image.shape[0], : image.shape[1]]
    made = recoloured(image, content)
    assert np.abs(made @ YIQ[0] - image @ YIQ[0]).max() < 1
    chroma, wanted = made @ YIQ[1:].T, content @ YIQ[1:].T
    inside = ((made > 0) & (made < 255)).all(-1)
    assert inside.mean() > 0.5
    assert np.abs(chroma - wanted)[inside].max() < 1.5
    # Beyond what RGB can show colours are paler, never of another hue.
    along, across = _turned(chroma, wanted)
    assert (along > -1.5).all() and np.abs(across).max() < 1.5
    assert (
        np.hypot(*np.moveaxis(chroma, -1, 0)) < np.hypot(*np.moveaxis(wanted, -1, 0)) + 1.5
    ).all()


def _turned(chroma: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the parts of chroma along and across the wanted one."""
    way = wanted / np.maximum(np.linalg.norm(wanted, axis=-1, keepdims=True), 1e-6)
    along = (chroma * way).sum(-1)
    return along, chroma[..., 0] * way[..., 1] - chroma[..., 1] * way[..., 0]
